import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './code-block.module.css';

/** Several lines to copy, as they are. */
export function CodeBlock({ value, label }: { value: string; label: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.block}>
      <pre aria-label={label} role="region" tabIndex={0}>
        <code>{value}</code>
      </pre>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('common.copied') : t('common.copy')}>
            <ActionIcon className={classes.copy} variant="default" onClick={copy} aria-label={`${t('common.copy')}: ${label}`}>
              {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
