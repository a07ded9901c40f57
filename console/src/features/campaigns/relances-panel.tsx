import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { newKey } from '@/lib/ids';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/panel';
import { Tag } from '@/ui/tag';
import { Trouble } from '@/ui/trouble';
import { relancesQuery, sendRelance, stopRelance, type Relance, type Sendable } from './plans';
import { ChannelIcon } from './step-strip';
import classes from './campaigns.module.css';

const TONES = { running: 'sky', done: 'moss', stopped: 'stone' } as const;

/** What plans have sent to this person and will, and the messages that may be sent by hand. */
export function RelancesPanel({ leadId }: { leadId: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const relances = useQuery(relancesQuery(leadId));
  if (relances.error) return <Trouble error={relances.error} onRetry={() => void relances.refetch()} />;
  if (!relances.data) return null;
  const { items, sendable, blocked } = relances.data;
  if (items.length === 0 && sendable.length === 0) return null;
  const works = may(me, 'leads.work');
  return (
    <Panel title={t('nav.relances')}>
      {items.map((relance) => (
        <OneRelance key={relance.id} leadId={leadId} relance={relance} mayStop={works} />
      ))}
      {works && sendable.length > 0 && <ByHand leadId={leadId} sendable={sendable} />}
      {works && blocked && (
        <Text size="sm" c="dimmed" mt="sm">
          {blocked}
        </Text>
      )}
    </Panel>
  );
}

function OneRelance({ leadId, relance, mayStop }: { leadId: string; relance: Relance; mayStop: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const stop = useMutation({
    mutationFn: () => stopRelance(leadId, relance.id),
    onSuccess: (found) => queries.setQueryData(relancesQuery(leadId).queryKey, found),
  });
  return (
    <div className={classes.relance}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {relance.plan_name}
        </Text>
        <Tag tone={TONES[relance.state]}>{t(`relances.states.${relance.state}`)}</Tag>
      </Group>
      <Text size="sm" c="dimmed">
        {t(`relances.wantedShort.${relance.wanted as 'by_hand'}`)}
        {relance.why && ` · ${t(`relances.why.${relance.why}`, { defaultValue: relance.why })}`}
      </Text>
      <ul className={classes.told}>
        {relance.told.map((one) => (
          <li key={one.step}>
            <ChannelIcon channel={one.channel} />
            <Moment at={one.at} />
            {one.why && <Text size="sm">{t(`relances.why.${one.why}`, { defaultValue: t('relances.notSent') })}</Text>}
          </li>
        ))}
        {relance.next_channel && (
          <li>
            <ChannelIcon channel={relance.next_channel} />
            {relance.next_at ? (
              <>
                {t('relances.next')} <Moment at={relance.next_at} />
              </>
            ) : (
              t('relances.leaving')
            )}
          </li>
        )}
      </ul>
      {stop.error && <Trouble error={stop.error} mt="xs" />}
      {mayStop && relance.state === 'running' && (
        <Button mt="sm" size="xs" variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
          {t('relances.stop')}
        </Button>
      )}
    </div>
  );
}

function ByHand({ leadId, sendable }: { leadId: string; sendable: Sendable[] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [picked, setPicked] = useState<string | null>(null);
  const [key, setKey] = useState(newKey);
  const names = new Map(sendable.map((one) => [`${one.plan_id}.${one.step}`, one]));
  const chosen = picked ? names.get(picked) : undefined;
  const send = useMutation({
    mutationFn: (one: Sendable) => sendRelance(leadId, key, one.plan_id, one.step),
    onSuccess: (found) => {
      queries.setQueryData(relancesQuery(leadId).queryKey, found);
      setPicked(null);
      setKey(newKey());
      notifications.show({ message: t('relances.asked') });
    },
  });
  return (
    <Stack gap="xs" mt="md">
      <Select
        label={t('relances.byHand')}
        placeholder={t('relances.chooseMessage')}
        clearable
        value={picked}
        onChange={setPicked}
        data={[...names].map(([value, one]) => ({ value, label: `${one.plan_name} · ${one.step} · ${t(`relances.channels.${one.channel}`)}` }))}
      />
      {chosen && <div className={classes.preview}>{chosen.text}</div>}
      {send.error && <Trouble error={send.error} />}
      {chosen && (
        <Button loading={send.isPending} onClick={() => send.mutate(chosen)}>
          {t('relances.send')}
        </Button>
      )}
    </Stack>
  );
}
