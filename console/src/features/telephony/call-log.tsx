import { Button, Skeleton, Text } from '@mantine/core';
import { IconPhoneIncoming, IconPhoneOutgoing, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import classes from './call-log.module.css';
import { leadCallsQuery, openRecording, type Call } from './calls';
import { duration } from './durations';
import { ResultTag } from './result-tag';
import { Transcript } from './transcript';

/** Every call about a lead, newest first. */
export function CallLog({ leadId }: { leadId: string }) {
  const { t } = useTranslation();
  const calls = useQuery(leadCallsQuery(leadId));
  return (
    <Panel title={t('calls.title')}>
      {calls.isPending && <Skeleton height={54} radius="md" role="status" aria-label={t('common.loading')} />}
      {calls.error && <Trouble error={calls.error} onRetry={() => void calls.refetch()} />}
      {calls.data?.length === 0 && <Text c="dimmed">{t('calls.none')}</Text>}
      <ul className={classes.calls}>
        {calls.data?.map((call) => (
          <li key={call.id}>
            <CallLine call={call} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function CallLine({ call }: { call: Call }) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <>
      <div className={classes.line}>
        <Direction call={call} />
        <ResultTag call={call} />
        <span className={classes.who}>{call.agent_name}</span>
        <Text size="sm" c="dimmed" span>
          <Moment at={call.at} />
        </Text>
      </div>
      <Text size="sm" c="dimmed">
        <Durations call={call} />
      </Text>
      {call.figures && (
        <Text size="sm" c="dimmed">
          {t('calls.heard', { share: call.figures.agent_share, positive: call.figures.positive, negative: call.figures.negative })}
        </Text>
      )}
      <Legs call={call} />
      {call.may_be_recorded && may(me, 'recordings.hear') && <Recordings call={call} />}
      {call.figures && may(me, 'recordings.hear') && <Transcript call={call} />}
    </>
  );
}

/** With whom the person spoke in turn, and how long, where they were handed on. */
function Legs({ call }: { call: Call }) {
  const { t } = useTranslation();
  if (call.legs.length === 0) return null;
  return (
    <ol className={classes.legs} aria-label={t('calls.handed')}>
      {call.legs.map((leg) => (
        <li key={leg.id}>
          {t('calls.leg', { name: leg.agent_name ?? t('calls.someone'), time: leg.is_over ? duration(leg.talked_s) : t('calls.goesOn') })}
        </li>
      ))}
    </ol>
  );
}

function Recordings({ call }: { call: Call }) {
  const { t } = useTranslation();
  if (call.legs.length === 0) return <Recording call={call} label={t('calls.hear')} />;
  return call.legs.map((leg) => (
    <div key={leg.id}>
      <Recording call={call} leg={leg.id} label={t('calls.hearLeg', { name: leg.agent_name ?? t('calls.someone') })} />
    </div>
  ));
}

export function Direction({ call }: { call: Call }) {
  const { t } = useTranslation();
  const Icon = call.direction === 'in' ? IconPhoneIncoming : IconPhoneOutgoing;
  return <Icon size={18} role="img" aria-label={t(`calls.direction.${call.direction}`)} />;
}

/** What is known of how long it took; of a call by hand, when it was said to be over. */
export function Durations({ call }: { call: Call }) {
  const { t } = useTranslation();
  const parts = [
    call.rang_s !== null && t('calls.rang', { time: duration(call.rang_s) }),
    call.talked_s !== null && call.talked_s > 0 && t('calls.talked', { time: duration(call.talked_s) }),
    call.way === 'hand' && t('calls.wayHand'),
  ].filter(Boolean);
  return <>{parts.join(' · ')}</>;
}

function Recording({ call, leg, label }: { call: Call; leg?: string; label: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const heard = useMutation({
    mutationFn: () => openRecording(call.lead_id, call.id, leg),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['leads', 'page', call.lead_id] }),
  });
  if (heard.data) {
    return <audio controls autoPlay src={heard.data.url} className={classes.audio} aria-label={t('calls.recording')} />;
  }
  return (
    <>
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlayerPlay size={16} />} loading={heard.isPending} onClick={() => heard.mutate()}>
        {label}
      </Button>
      {heard.error && <Trouble error={heard.error} />}
    </>
  );
}
