import { useTranslation } from 'react-i18next';
import { Moment } from '@/ui/moment';
import { Duration } from './duration';
import type { AgentAtWork } from './team';
import { OutcomesBar } from './outcomes-bar';
import classes from './wall.module.css';

const OURS = ['lunch', 'break', 'training', 'meeting', 'absent', 'offline'] as const;

/** `most`: what the busiest of the team has handled today, which the bars are measured against. */
export function AgentCard({ agent, most }: { agent: AgentAtWork; most: number }) {
  const { t } = useTranslation();
  const state = agent.on_call_since ? 'call' : agent.present ? 'free' : 'pause';
  const since = agent.on_call_since ?? agent.since;
  const ours = OURS.find((one) => one === agent.pause);
  const why = agent.pause_name || (ours && t(`pauses.${ours}`));
  return (
    <li className={classes.agent} data-state={state}>
      <div className={classes.head}>
        <strong className={classes.name}>{agent.name}</strong>
        <span className={classes.state}>
          {t(`team.states.${state}`)}
          {state === 'pause' && why && ` · ${why}`}
          {since && state !== 'free' && (
            <>
              {' · '}
              <Duration since={since} />
            </>
          )}
        </span>
      </div>
      <div className={classes.load}>
        <span>{t('team.held', { held: agent.held, capacity: agent.capacity })}</span>
        <span className={classes.meter} role="img" aria-label={t('team.held', { held: agent.held, capacity: agent.capacity })}>
          <i style={{ width: `${Math.min(100, (agent.held / Math.max(1, agent.capacity)) * 100)}%` }} />
        </span>
      </div>
      <OutcomesBar figures={agent.today} most={most} />
      <small className={classes.last}>
        {agent.last_at ? (
          <>
            {t('team.lastAct')} <Moment at={agent.last_at} />
          </>
        ) : (
          t('team.nothingYet')
        )}
      </small>
    </li>
  );
}
