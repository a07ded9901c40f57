import { useTranslation } from 'react-i18next';
import { Facts } from '@/ui/facts';
import { Moment } from '@/ui/moment';
import type { TimelineRow } from './leads';
import classes from './timeline.module.css';
import { toneOf } from './timeline-tones';

export function Timeline({ rows }: { rows: TimelineRow[] }) {
  const { t } = useTranslation();
  return (
    <ol className={classes.timeline} aria-label={t('timeline.title')}>
      {rows.map((row) => (
        <li key={row.id} data-tone={toneOf(row.type)}>
          <div className={classes.head}>
            <strong>{t(`timeline.type.${row.type}` as 'timeline.type.LeadOpened', row.type)}</strong>
            <span className={classes.at}>
              <Moment at={row.at} />
            </span>
          </div>
          <p className={classes.by}>
            <Actor by={row.by} />
          </p>
          {row.type === 'LeadCallbackPlanned' && <CallbackAt at={row.data.callback_at} />}
          {row.type === 'LeadNotReached' && <CallbackAt at={row.data.retry_at} />}
          {row.why && <p className={classes.why}>{row.why}</p>}
          {row.answers.length > 0 && (
            <div className={classes.answers}>
              <Facts facts={row.answers} />
            </div>
          )}
          {row.note && <blockquote className={classes.note} dir="auto">{row.note.text}</blockquote>}
        </li>
      ))}
    </ol>
  );
}

// The fact carries the time itself; only a reader's own clock and language can put it into words.
function CallbackAt({ at }: { at: unknown }) {
  const { t } = useTranslation();
  if (typeof at !== 'number' && typeof at !== 'string') return null;
  return (
    <p className={classes.why}>
      {t('timeline.callbackAt')} <Moment at={new Date(at).toISOString()} exact />
    </p>
  );
}

function Actor({ by }: { by: TimelineRow['by'] }) {
  const { t } = useTranslation();
  const named = by.name && (by.kind === 'user' || by.kind === 'key');
  return named ? t(`timeline.byNamed.${by.kind as 'user' | 'key'}`, { name: by.name }) : t(`timeline.by.${by.kind}`);
}
