import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OpeningHours, Span } from './centres';
import { useWeekdays } from './weekdays';
import classes from './week-picture.module.css';

const MARKS = [0, 6, 12, 18, 24];

/** The week as seven days of twenty-four hours, filled where the centre is open. */
export function WeekPicture({ hours }: { hours: OpeningHours | null }) {
  const { t } = useTranslation();
  const weekdays = useWeekdays('short');
  if (!hours) return <Text c="dimmed">{t('hours.always')}</Text>;
  return (
    <figure className={classes.week} aria-label={t('hours.picture')}>
      {hours.week.map((spans, day) => (
        <div key={weekdays[day]} className={classes.day}>
          <span>{weekdays[day]}</span>
          <div role="img" aria-label={spans.map(inWords).join(', ') || t('centres.closed')} title={spans.map(inWords).join(', ')}>
            {spans.map((span) => (
              <i
                key={span.start}
                style={{ insetInlineStart: `${share(span.start)}%`, inlineSize: `${Math.max(0, share(span.end) - share(span.start))}%` }}
              />
            ))}
          </div>
        </div>
      ))}
      <div className={classes.marks} aria-hidden="true">
        {MARKS.map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </div>
      <figcaption>{t('hours.zoneIs', { zone: hours.timezone })}</figcaption>
    </figure>
  );
}

function inWords({ start, end }: Span) {
  return `${start}–${end}`;
}

function share(time: string) {
  return ((Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) / 1440) * 100;
}
