import { useTranslation } from 'react-i18next';
import classes from './health.module.css';
import type { Health } from './senders';

const SHOWN_DAYS = 30;
const DAY_MS = 86_400_000;

/** What became of the mails of a month: one bar, and the share that went well in figures. */
export function HealthBar({ health, size = 'md' }: { health: Health; size?: 'md' | 'lg' }) {
  const { t } = useTranslation();
  const percent = usePercent();
  const { counts } = health;
  if (counts.sent === 0) return <span className={classes.none}>{t('senders.nothingSent')}</span>;
  const bad = counts.bounced + counts.complained;
  const share = Math.max(0, 1 - bad / counts.sent);
  const words = t('senders.healthWords', { share: percent(share), sent: counts.sent, bounced: counts.bounced, complained: counts.complained });
  return (
    <div className={classes.health} data-size={size} role="img" aria-label={words} title={words}>
      <span className={classes.share}>
        {percent(share)}
        {size === 'lg' && <small>{t('senders.withoutTrouble')}</small>}
      </span>
      <span className={classes.bar}>
        <i data-part="good" style={{ flexGrow: counts.sent - bad }} />
        {counts.bounced > 0 && <i data-part="bounced" style={{ flexGrow: counts.bounced }} />}
        {counts.complained > 0 && <i data-part="complained" style={{ flexGrow: counts.complained }} />}
      </span>
    </div>
  );
}

/** The month day by day: how much left, and in red what came back. */
export function HealthDays({ health }: { health: Health }) {
  const { t } = useTranslation();
  const byDay = new Map(health.days.map((day) => [day.day, day]));
  const days = lastDays().map((day) => byDay.get(day) ?? { day, sent: 0, bounced: 0, complained: 0 });
  const most = Math.max(1, ...days.map((day) => day.sent));
  return (
    <div className={classes.days} role="img" aria-label={t('senders.daysWords', { sent: health.counts.sent, most })}>
      {days.map(({ day, sent, bounced, complained }) => (
        <span key={day} style={{ height: `${Math.max(sent && 6, (sent / most) * 100)}%` }}>
          <i style={{ height: `${Math.min(100, ((bounced + complained) / Math.max(1, sent)) * 100)}%` }} />
        </span>
      ))}
    </div>
  );
}

/** How near the profile is to pausing by itself. */
export function Limits({ health }: { health: Health }) {
  const { t } = useTranslation();
  const percent = usePercent();
  return (
    <div className={classes.limits}>
      {health.limits.map(({ counted, share, reached }) => (
        <div key={counted} role="img" aria-label={t(`senders.limit.${counted}`, { reached: percent(reached), share: percent(share) })}>
          <div className={classes.limitWords}>
            <span>{t(`senders.counted.${counted}`)}</span>
            <span>
              <strong>{percent(reached)}</strong> / {percent(share)}
            </span>
          </div>
          <span className={classes.gauge} data-near={reached >= share * 0.6}>
            <i style={{ width: `${Math.min(100, (reached / share) * 100)}%` }} />
          </span>
        </div>
      ))}
    </div>
  );
}

/** The figures behind the bar; SMTP servers take a mail and say no more. */
export function HealthCounts({ health }: { health: Health }) {
  const { t } = useTranslation();
  const { counts, tells_delivered } = health;
  const parts = [
    { part: 'sent', count: counts.sent },
    ...(tells_delivered ? [{ part: 'good', count: counts.delivered }] : []),
    { part: 'softly', count: counts.softly },
    { part: 'bounced', count: counts.bounced },
    { part: 'complained', count: counts.complained },
  ];
  return (
    <dl className={classes.counts}>
      {parts.map(({ part, count }) => (
        <div key={part} data-part={part}>
          <dt>{t(`senders.counts.${part as 'sent'}`)}</dt>
          <dd>{count.toLocaleString()}</dd>
        </div>
      ))}
    </dl>
  );
}

function usePercent() {
  const { i18n } = useTranslation();
  return (share: number) =>
    new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: share > 0 && share < 0.01 ? 2 : 1 }).format(share);
}

// The API counts by days of UTC.
function lastDays() {
  return Array.from({ length: SHOWN_DAYS }, (_, index) =>
    new Date(Date.now() - (SHOWN_DAYS - 1 - index) * DAY_MS).toISOString().slice(0, 10).replaceAll('-', ''),
  );
}
