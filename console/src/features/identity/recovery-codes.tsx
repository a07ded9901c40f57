import { Button, Checkbox, CopyButton, Group, Stack } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveTextFile } from '@/lib/save-file';
import classes from './recovery-codes.module.css';

export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  const text = codes.join('\n');
  return (
    <Stack>
      <ul className={classes.codes} aria-label={t('auth.codes.label')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group grow>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={copied ? <IconCheck size={18} /> : <IconCopy size={18} />} onClick={copy}>
              {copied ? t('common.copied') : t('common.copy')}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} />}
          onClick={() => saveTextFile('passerelle-codes.txt', `${t('auth.codes.file')}\n\n${text}\n`)}
        >
          {t('common.download')}
        </Button>
      </Group>
      <Checkbox
        label={t('auth.codes.kept')}
        checked={kept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Button size="md" disabled={!kept} onClick={onKept}>
        {t('auth.codes.continue')}
      </Button>
    </Stack>
  );
}
