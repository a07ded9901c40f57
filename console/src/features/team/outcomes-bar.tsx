import { useTranslation } from 'react-i18next';
import type { DayFigures } from './team';
import classes from './wall.module.css';

const PARTS = ['confirmed', 'callbacks', 'rejected', 'unanswered'] as const;

/** What became of the calls, as one bar; as long as what was handled beside the most that anybody did. */
export function OutcomesBar({ figures, most }: { figures: DayFigures; most: number }) {
  const { t } = useTranslation();
  const words = PARTS.map((part) => t(`team.parts.${part}`, { count: figures[part] })).join(', ');
  return (
    <div className={classes.outcomes}>
      <strong>{figures.handled}</strong>
      <span className={classes.bar} role="img" aria-label={words} title={words}>
        <span style={{ width: `${(figures.handled / most) * 100}%` }}>
          {PARTS.filter((part) => figures[part] > 0).map((part) => (
            <i key={part} data-part={part} style={{ flexGrow: figures[part] }} />
          ))}
        </span>
      </span>
    </div>
  );
}

export function OutcomesKey() {
  const { t } = useTranslation();
  return (
    <p className={classes.key}>
      {PARTS.map((part) => (
        <span key={part} data-part={part}>
          {t(`team.key.${part}`)}
        </span>
      ))}
    </p>
  );
}
