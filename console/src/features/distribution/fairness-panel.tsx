import { SegmentedControl, Skeleton, Text } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import { fairnessQuery, type Fairness, type Method } from './distribution';
import classes from './fairness-panel.module.css';

const PERIODS = ['1', '7', '30'] as const;

/** What each agent got by turn, as a bar, with a mark where their due stands. */
export function FairnessPanel({ centreId, method }: { centreId: string; method: Method }) {
  const { t } = useTranslation();
  const [days, setDays] = useState<(typeof PERIODS)[number]>('7');
  const fairness = useQuery(fairnessQuery(centreId, Number(days)));
  const items = fairness.data?.items ?? [];
  const nothing = items.every((one) => one.received + one.drawn + one.handed === 0);
  return (
    <Panel title={t('distribution.fairness.title')}>
      <SegmentedControl
        mb="md"
        aria-label={t('distribution.fairness.period')}
        data={PERIODS.map((value) => ({ value, label: t(`distribution.fairness.days.${value}`) }))}
        value={days}
        onChange={(value) => setDays(PERIODS.find((one) => one === value) ?? '7')}
      />
      {fairness.isPending && <Skeleton height={140} radius="md" role="status" aria-label={t('common.loading')} />}
      {fairness.error && <Trouble error={fairness.error} onRetry={() => void fairness.refetch()} />}
      {fairness.data && nothing && <Empty icon={<IconScale />} title={t('distribution.fairness.empty')} />}
      {!nothing && <Bars items={items} />}
      {!nothing && (
        <Text size="sm" c="dimmed" mt="md">
          {t(method === 'push' ? 'distribution.fairness.definition' : 'distribution.fairness.noTurns')}
        </Text>
      )}
    </Panel>
  );
}

function Bars({ items }: { items: Fairness['items'] }) {
  const { t, i18n } = useTranslation();
  const most = Math.max(1, ...items.flatMap((one) => [one.received + one.drawn + one.handed, one.due]));
  const width = (count: number) => ({ width: `${(count / most) * 100}%` });
  return (
    <ul className={classes.list} aria-label={t('distribution.fairness.title')}>
      {items.map((one) => (
        <li key={one.agent_id}>
          <div className={classes.head}>
            <strong>{one.name}</strong>
            <span>{t('distribution.fairness.received', { received: one.received, due: one.due.toLocaleString(i18n.language) })}</span>
            {one.drawn > 0 && <span>{t('distribution.fairness.drawn', { count: one.drawn })}</span>}
            {one.handed > 0 && <span>{t('distribution.fairness.handed', { count: one.handed })}</span>}
          </div>
          <span className={classes.bar} aria-hidden="true">
            <i style={width(one.received)} data-kind="given" />
            <i style={width(one.drawn)} data-kind="drawn" />
            <i style={width(one.handed)} data-kind="handed" />
            {one.due > 0 && <b style={{ insetInlineStart: `${(one.due / most) * 100}%` }} />}
          </span>
        </li>
      ))}
    </ul>
  );
}
