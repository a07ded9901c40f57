import { Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import { handoversQuery, type Handover } from './distribution';

const SHOWN = 5;

/** What is being handed over, and what was lately. Where nothing ever was there is nothing to tell. */
export function HandoversPanel({ centreId }: { centreId: string }) {
  const { t } = useTranslation();
  const handovers = useQuery(handoversQuery(centreId));
  if (handovers.error) return <Trouble error={handovers.error} onRetry={() => void handovers.refetch()} />;
  if (!handovers.data?.length) return null;
  return (
    <Panel title={t('distribution.handover.panel')}>
      <Stack>
        {handovers.data.slice(0, SHOWN).map((one) => (
          <Passing key={one.id} handover={one} />
        ))}
      </Stack>
    </Panel>
  );
}

function Passing({ handover }: { handover: Handover }) {
  const { t } = useTranslation();
  const { total, left, state } = handover;
  const done = total - left;
  const to = handover.to_name ?? t('distribution.handover.pool');
  return (
    <Stack gap={4} role="status">
      <Text size="sm">
        <strong>{handover.from_name}</strong> → <strong>{to}</strong> · <Moment at={handover.asked_at} />
      </Text>
      <Progress value={total ? (done / total) * 100 : 100} color={state === 'done' ? 'pine' : 'brass'} aria-label={t('distribution.handover.progress')} />
      <Text size="sm" c="dimmed">
        {state === 'done' && left > 0 ? t('distribution.handover.kept', { done, count: left }) : t('distribution.handover.done', { done, total })}
      </Text>
    </Stack>
  );
}
