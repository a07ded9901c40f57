import { Stack, Text } from '@mantine/core';
import { IconMoodSmile } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/panel';
import { Tag } from '@/ui/tag';
import type { Distribution } from './distribution';
import { languageName } from './languages';
import classes from './waiting-panel.module.css';

/** How many leads wait, for how long, and for what. */
export function WaitingPanel({ distribution }: { distribution: Distribution }) {
  const { t, i18n } = useTranslation();
  const { waiting, oldest, reasons, is_open, rules } = distribution;
  const closed = !is_open && rules.only_when_open;
  return (
    <Panel title={t('distribution.waiting.title')} aside={closed && <Tag tone="stone">{t('centres.closed')}</Tag>}>
      {waiting === 0 && <Empty icon={<IconMoodSmile />} title={t('distribution.waiting.none')} />}
      {waiting > 0 && (
        <Stack gap="sm">
          <p className={classes.count}>
            <strong>{waiting}</strong> {t('distribution.waiting.leads', { count: waiting })}
          </p>
          {oldest && (
            <Text size="sm" c="dimmed">
              {t('distribution.waiting.oldest')} <Moment at={oldest} />
            </Text>
          )}
          <ul className={classes.reasons}>
            {reasons.map(({ reason, detail, count }) => (
              <li key={`${reason} ${detail}`}>
                <strong>{count}</strong>{' '}
                {t(`distribution.waiting.reasons.${reason}`, { detail: reason === 'language' ? languageName(detail, i18n.language) : detail })}
              </li>
            ))}
          </ul>
        </Stack>
      )}
    </Panel>
  );
}
