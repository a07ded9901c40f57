import { Button, Group, Progress, Skeleton, Stack, Text } from '@mantine/core';
import { IconDoorExit } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkAnchor } from '@/ui/links';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import { closureQuery, stopClosing, type Closure } from './closing';
import { ClosingDialog } from './closing-dialog';

/** A centre is closed for good: what that moves, how far it has come, and where everything went. */
export function ClosingPanel({ centreId }: { centreId: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const closure = useQuery(closureQuery(centreId));
  const state = closure.data?.state;
  // The centre itself is another when its closing has come to its end.
  useEffect(() => {
    if (state === 'done') void queries.invalidateQueries({ queryKey: ['centres'] });
  }, [state, queries]);
  return (
    <Panel title={t('distribution.closing.title')}>
      {closure.isPending && <Skeleton height={64} radius="md" role="status" aria-label={t('common.loading')} />}
      {closure.error && <Trouble error={closure.error} onRetry={() => void closure.refetch()} />}
      {closure.data && <Stand centreId={centreId} closure={closure.data} />}
    </Panel>
  );
}

function Stand({ centreId, closure }: { centreId: string; closure: Closure }) {
  const { t } = useTranslation();
  const { state, to_centre_id, to_name } = closure;
  const heir = to_centre_id && (
    <LinkAnchor to="/centres/$centreId" params={{ centreId: to_centre_id }} underline="always">
      {to_name ?? t('centres.one')}
    </LinkAnchor>
  );
  return (
    <Stack gap="sm">
      {state === 'open' && <Text size="sm">{t('distribution.closing.text')}</Text>}
      {heir && (
        <Text size="sm">
          {t(`distribution.closing.states.${state}`)} {heir}
        </Text>
      )}
      {state !== 'open' && <Moved closure={closure} />}
      {state === 'done' && <Forms names={closure.forms} />}
      <Buttons centreId={centreId} closure={closure} />
    </Stack>
  );
}

function Moved({ closure }: { closure: Closure }) {
  const { t } = useTranslation();
  const { state, total, left, asked_at, asked_by, ended_at } = closure;
  const done = total - left;
  return (
    <Stack gap={4} role="status">
      <Progress
        value={total ? (done / total) * 100 : 100}
        color={state === 'done' ? 'pine' : 'brass'}
        aria-label={t('distribution.closing.progress')}
      />
      <Text size="sm">{t('distribution.closing.moved', { done, total, count: total })}</Text>
      <Text size="sm" c="dimmed">
        {asked_by && t('distribution.closing.askedBy', { name: asked_by })} {asked_at && <Moment at={asked_at} exact />}
        {ended_at && (
          <>
            {' · '}
            {t(`distribution.closing.ended.${state === 'stopped' ? 'stopped' : 'done'}`)} <Moment at={ended_at} exact />
          </>
        )}
      </Text>
    </Stack>
  );
}

function Forms({ names }: { names: string[] }) {
  const { t } = useTranslation();
  if (names.length === 0) return null;
  return <Text size="sm">{t('distribution.closing.stillNamed', { count: names.length, names: names.join(', ') })}</Text>;
}

function Buttons({ centreId, closure }: { centreId: string; closure: Closure }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const stop = useMutation({
    mutationFn: () => stopClosing(centreId),
    onSuccess: (now) => {
      queries.setQueryData(closureQuery(centreId).queryKey, now);
      void queries.invalidateQueries({ queryKey: ['centres'] });
    },
  });
  return (
    <Group>
      {stop.error && <Trouble error={stop.error} />}
      {closure.state === 'working' && (
        <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
          {t('distribution.closing.stop')}
        </Button>
      )}
      {(closure.state === 'open' || closure.state === 'stopped') && (
        <Button variant="light" color="brick" leftSection={<IconDoorExit size={18} />} onClick={() => setAsking(true)}>
          {t(`distribution.closing.${closure.state === 'open' ? 'ask' : 'resume'}`)}
        </Button>
      )}
      {asking && <ClosingDialog centreId={centreId} closure={closure} onClose={() => setAsking(false)} />}
    </Group>
  );
}
