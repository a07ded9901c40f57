import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/ui/facts';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import { readNow, rulesQuery, type Rules } from './scoring';

/** How far reading has come, and what stood in the way of asking outside. */
export function LastRun({ rules }: { rules: Rules }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const run = useMutation({ mutationFn: readNow, onSuccess: (kept) => queries.setQueryData(rulesQuery.queryKey, kept) });
  const facts = [
    { label: t('scoring.ranAt'), value: rules.run_at ? <Moment at={rules.run_at} /> : t('scoring.soon') },
    ...(rules.engine === 'embedded'
      ? []
      : [{ label: t('scoring.askedToday'), value: t('scoring.ofDaily', { asked: rules.asked_today, daily: rules.daily }) }]),
  ];
  return (
    <Panel title={t('scoring.lastRun')}>
      <Facts facts={facts} />
      {rules.trouble && (
        <Text c="var(--brick-ink)" mt="sm" role="alert">
          {t(`scoring.trouble.${rules.trouble}`)}
        </Text>
      )}
      <Group mt="md">
        <Button variant="default" loading={run.isPending} disabled={run.isSuccess} onClick={() => run.mutate()}>
          {run.isSuccess ? t('scoring.soon') : t('scoring.readNow')}
        </Button>
      </Group>
      {run.error && <Trouble error={run.error} />}
    </Panel>
  );
}
