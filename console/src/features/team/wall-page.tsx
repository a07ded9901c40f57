import { Button, Select, Skeleton } from '@mantine/core';
import { useFullscreenElement } from '@mantine/hooks';
import { IconMaximize, IconMinimize, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { scopeOf, useMe } from '@/api/me';
import { centreLookup } from '@/api/lookups';
import { Empty } from '@/ui/empty';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Tag } from '@/ui/tag';
import { Trouble } from '@/ui/trouble';
import { AgentCard } from './agent-card';
import { Duration } from './duration';
import { OutcomesKey } from './outcomes-bar';
import { wallQuery, type Wall } from './team';
import classes from './wall.module.css';

type WallPageProps = { centreId: string | undefined; onCentre: (centreId: string) => void };

/** A centre now, to be read from across the room. */
export function WallPage({ centreId, onCentre }: WallPageProps) {
  const { t } = useTranslation();
  const { ref, toggle, fullscreen } = useFullscreenElement();
  const centres = useCentres();
  const chosen = centreId ?? centres.ids[0];
  const actions = (
    <>
      <CentreChoice names={centres.names} chosen={chosen} onCentre={onCentre} />
      <Button
        variant="default"
        visibleFrom="sm"
        leftSection={fullscreen ? <IconMinimize size={18} /> : <IconMaximize size={18} />}
        onClick={() => void toggle()}
      >
        {fullscreen ? t('team.leaveFull') : t('team.full')}
      </Button>
    </>
  );
  return (
    <div ref={ref} className={classes.screen} data-full={fullscreen}>
      <Page title={t('nav.wall')} lead={t('team.wallLead')} actions={actions}>
        {chosen ? <Centre key={chosen} centreId={chosen} /> : <NoCentre isPending={centres.isPending} />}
      </Page>
    </div>
  );
}

/** Those whose wall one may see: of a manager, their own. */
function useCentres() {
  const me = useMe();
  const all = scopeOf(me, 'leads.manage') === 'all';
  const { data, isPending } = useQuery({ ...centreLookup, enabled: all });
  if (!all) return { ids: me.centre_id ? [me.centre_id] : [], names: [], isPending: false };
  const names = data ?? [];
  return { ids: names.map((centre) => centre.id), names, isPending };
}

type CentreChoiceProps = { names: { id: string; name: string }[]; chosen: string | undefined; onCentre: (centreId: string) => void };

function CentreChoice({ names, chosen, onCentre }: CentreChoiceProps) {
  const { t } = useTranslation();
  if (names.length < 2) return null;
  return (
    <Select
      aria-label={t('team.centre')}
      data={names.map((centre) => ({ value: centre.id, label: centre.name }))}
      value={chosen ?? null}
      onChange={(value) => value && onCentre(value)}
    />
  );
}

function NoCentre({ isPending }: { isPending: boolean }) {
  const { t } = useTranslation();
  return isPending ? <Waiting /> : <Empty icon={<IconUsersGroup />} title={t('team.noCentre')} />;
}

function Waiting() {
  const { t } = useTranslation();
  return <Skeleton height={320} radius="lg" role="status" aria-label={t('common.loading')} />;
}

function Centre({ centreId }: { centreId: string }) {
  const { t } = useTranslation();
  const wall = useQuery(wallQuery(centreId));
  if (wall.isPending) return <Waiting />;
  if (wall.error && !wall.data) return <Trouble error={wall.error} onRetry={() => void wall.refetch()} />;
  if (!wall.data) return null;
  const { agents } = wall.data;
  return (
    <>
      {wall.error && <Trouble error={wall.error} onRetry={() => void wall.refetch()} />}
      <Totals wall={wall.data} />
      {agents.length === 0 ? (
        <Empty icon={<IconUsersGroup />} title={t('team.nobody')} text={t('team.nobodyText')} />
      ) : (
        <ul className={classes.agents} aria-label={t('team.agents')}>
          {inOrder(agents).map((agent) => (
            <AgentCard key={agent.agent_id} agent={agent} most={Math.max(1, ...agents.map((one) => one.today.handled))} />
          ))}
        </ul>
      )}
      {agents.length > 0 && <OutcomesKey />}
    </>
  );
}

function Totals({ wall }: { wall: Wall }) {
  const { t } = useTranslation();
  const there = wall.agents.filter((agent) => agent.present).length;
  const speaking = wall.agents.filter((agent) => agent.on_call_since).length;
  return (
    <>
      <p className={classes.centre}>
        <strong>{wall.name}</strong>
        {wall.is_open ? (
          <Tag tone="moss">{t('team.open')}</Tag>
        ) : (
          <Tag tone="stone">
            {t('team.closed')}
            {wall.opens_at && (
              <>
                {' '}
                <Moment at={wall.opens_at} exact />
              </>
            )}
          </Tag>
        )}
      </p>
      <dl className={classes.totals}>
        <div data-loud={wall.waiting > 0}>
          <dt>{t('team.waiting')}</dt>
          <dd>{wall.waiting}</dd>
          <dd className={classes.beside}>
            {wall.oldest_at ? (
              <>
                {t('team.oldest')} <Duration since={wall.oldest_at} />
              </>
            ) : (
              t('team.nobodyWaits')
            )}
          </dd>
        </div>
        <div>
          <dt>{t('team.there')}</dt>
          <dd>
            {there}
            <span> / {wall.agents.length}</span>
          </dd>
          <dd className={classes.beside}>{t('team.speaking', { count: speaking })}</dd>
        </div>
        <div>
          <dt>{t('team.handled')}</dt>
          <dd>{wall.today.handled}</dd>
          <dd className={classes.beside}>{t('team.today')}</dd>
        </div>
        <div>
          <dt>{t('team.confirmed')}</dt>
          <dd>{wall.today.confirmed}</dd>
          <dd className={classes.beside}>
            {wall.today.handled > 0 ? t('team.ofHandled', { share: share(wall.today.confirmed, wall.today.handled) }) : t('team.nothingYet')}
          </dd>
        </div>
      </dl>
    </>
  );
}

function share(part: number, whole: number) {
  return `${Math.round((part / whole) * 100)} %`;
}

/** Who speaks, who is free, who pauses; in each, by name, so that nobody jumps about. */
function inOrder(agents: Wall['agents']) {
  const rank = (agent: Wall['agents'][number]) => (agent.on_call_since ? 0 : agent.present ? 1 : 2);
  return [...agents].sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}
