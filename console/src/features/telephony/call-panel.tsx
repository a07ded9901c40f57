import { Button, Group, Text } from '@mantine/core';
import { IconPhone, IconPhoneOff } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/me';
import { newKey } from '@/lib/ids';
import { formatPhone } from '@/lib/phone';
import { Problem } from '@/lib/problem';
import { useNow } from '@/lib/use-now';
import { Trouble } from '@/ui/trouble';
import classes from './call-panel.module.css';
import { dial, hangUp, leadCallsQuery, telephoneQuery, type Call } from './calls';
import { clockOf } from './durations';

type CallPanelProps = { leadId: string; phone: string; free: boolean };

/** One button to call, and while the call goes on, one to end it. */
export function CallPanel({ leadId, phone, free }: CallPanelProps) {
  const me = useMe();
  const calls = useQuery(leadCallsQuery(leadId));
  const live = calls.data?.find((call) => call.is_live && call.agent_id === me.id);
  return live ? <OnTheLine call={live} phone={phone} /> : <Dial leadId={leadId} phone={phone} free={free} />;
}

function Dial({ leadId, phone, free }: CallPanelProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const telephone = useQuery(telephoneQuery);
  // One key until the call is placed: whatever is tried again, the telephone rings once.
  const [key, setKey] = useState(newKey);
  const call = useMutation({
    mutationFn: (way: 'hand' | null) => dial(leadId, key, way),
    onSuccess: ({ call: placed, tel }) => {
      setKey(newKey());
      if (placed.way === 'hand') window.location.href = `tel:${tel}`;
    },
    onError: (error) => {
      if (error instanceof Problem && !error.isTransient) setKey(newKey());
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['leads'] }),
  });
  const byConnect = telephone.data?.way === 'connect';
  return (
    <>
      <Group gap="sm">
        <Button
          size="lg"
          variant={free ? 'filled' : 'default'}
          className={classes.number}
          leftSection={<IconPhone size={20} />}
          loading={call.isPending}
          aria-label={t('person.call', { phone: formatPhone(phone) })}
          onClick={() => call.mutate(byConnect && !telephone.data?.is_linked ? 'hand' : null)}
        >
          {formatPhone(phone)}
        </Button>
        {byConnect && telephone.data?.is_linked && (
          <Button variant="subtle" disabled={call.isPending} onClick={() => call.mutate('hand')}>
            {t('calls.byHand')}
          </Button>
        )}
      </Group>
      {byConnect && (
        <Text size="sm" c="dimmed" mt={6}>
          {telephone.data?.is_linked ? t('calls.byConnect') : t('calls.notLinked')}
        </Text>
      )}
      {call.error && <Trouble error={call.error} mt="sm" />}
    </>
  );
}

function OnTheLine({ call, phone }: { call: Call; phone: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const now = useNow(1000);
  const end = useMutation({
    mutationFn: () => hangUp(call.lead_id, call.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['leads'] }),
  });
  const since = new Date(call.connected_at ?? call.at).getTime();
  return (
    <div className={classes.live} data-talking={call.result === 'talking' || undefined} role="status">
      <span className={classes.pulse} aria-hidden="true" />
      <div className={classes.what}>
        <strong>{call.way === 'hand' ? t('calls.onTheLine') : t(`calls.result.${call.result}`)}</strong>
        <Text size="sm" c="dimmed">
          {formatPhone(phone)}
        </Text>
      </div>
      <span className={classes.time}>{clockOf(now - since)}</span>
      <Button color="brick" leftSection={<IconPhoneOff size={18} />} loading={end.isPending} onClick={() => end.mutate()}>
        {call.way === 'hand' ? t('calls.iHungUp') : t('calls.hangUp')}
      </Button>
      {end.error && <Trouble error={end.error} />}
    </div>
  );
}
