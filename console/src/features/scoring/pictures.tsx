import { RingProgress, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LABELS, type Label } from '@/ui/label-tag';
import type { Period, Report } from './scoring';
import classes from './scoring.module.css';

type Counts = Record<Label, number>;

const DAY_MS = 86_400_000;

export function Total({ counts }: { counts: Counts }) {
  const { t, i18n } = useTranslation();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  const all = sum(counts);
  return (
    <>
      <Split counts={counts} most={all} />
      <ul className={classes.legend}>
        {LABELS.map((label) => (
          <li key={label}>
            <i data-label={label} aria-hidden="true" />
            {t(`scoring.label.${label}`)} <strong>{counts[label].toLocaleString(i18n.language)}</strong>
            <Text span c="dimmed">
              {percent.format(counts[label] / Math.max(1, all))}
            </Text>
          </li>
        ))}
      </ul>
    </>
  );
}

function Split({ counts, most }: { counts: Counts; most: number }) {
  return (
    <span className={classes.split} aria-hidden="true">
      {LABELS.filter((label) => counts[label] > 0).map((label) => (
        <i key={label} data-label={label} style={{ width: `${(counts[label] / Math.max(1, most)) * 100}%` }} />
      ))}
    </span>
  );
}

type DayBarsProps = { days: Report['items']; period: Period; chosen: string | undefined; onChoose: (day: string) => void };

export function DayBars({ days, period, chosen, onChoose }: DayBarsProps) {
  const { t, i18n } = useTranslation();
  const byDay = new Map(days.map((day) => [day.day, day]));
  const most = Math.max(1, ...days.map(sum));
  // As everywhere here: the day first, in English too.
  const words = new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : i18n.language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const said = (day: string) => words.format(new Date(day));
  return (
    <>
      <ul className={classes.days}>
        {daysOf(period).map((day) => {
          const counts = byDay.get(day);
          return (
            <li key={day}>
              {counts && (
                <UnstyledButton
                  className={classes.day}
                  aria-pressed={chosen === day}
                  aria-label={t('scoring.dayWords', { ...counts, day: said(day) })}
                  title={t('scoring.dayWords', { ...counts, day: said(day) })}
                  onClick={() => onChoose(day)}
                >
                  {LABELS.map((label) => (
                    <i key={label} data-label={label} style={{ height: `${(counts[label] / most) * 100}%` }} />
                  ))}
                </UnstyledButton>
              )}
            </li>
          );
        })}
      </ul>
      <div className={classes.ends} aria-hidden="true">
        <span>{said(period.first)}</span>
        <span>{said(period.last)}</span>
      </div>
      <Text size="sm" c="dimmed" mt="xs">
        {t('scoring.openADay')}
      </Text>
    </>
  );
}

export function AgentBars({ agents }: Pick<Report, 'agents'>) {
  const { t, i18n } = useTranslation();
  const most = Math.max(...agents.map(sum));
  return (
    <ul className={classes.agents}>
      {agents.map((agent) => (
        <li key={agent.agent_id} title={t('scoring.dayWords', { ...agent, day: agent.name })}>
          <span>{agent.name || t('scoring.gone')}</span>
          <Split counts={agent} most={most} />
          <strong>{sum(agent).toLocaleString(i18n.language)}</strong>
        </li>
      ))}
    </ul>
  );
}

/** How often a human who looked said what the machine had read, and where they differ. */
export function Agreement({ report }: { report: Report }) {
  const { t, i18n } = useTranslation();
  const { judged, agreed, verdicts } = report;
  if (judged === 0) return <Text c="dimmed">{t('scoring.nobodyJudged')}</Text>;
  const share = agreed / judged;
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
  const count = (read_as: Label, said_as: Label) => verdicts.find((one) => one.read_as === read_as && one.said_as === said_as)?.notes ?? 0;
  return (
    <div className={classes.agreement}>
      <RingProgress
        size={130}
        thickness={13}
        roundCaps
        aria-label={t('scoring.agreedShare', { share: percent, count: judged })}
        sections={[{ value: share * 100, color: 'var(--accent)' }]}
        label={
          <Text ta="center" fw={700} size="xl">
            {percent}
          </Text>
        }
      />
      <div className={classes.verdicts}>
        <Text mb="xs">{t('scoring.agreedShare', { share: percent, count: judged })}</Text>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('scoring.readAs')}</th>
              {LABELS.map((label) => (
                <th key={label} scope="col">
                  {t(`scoring.label.${label}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {LABELS.map((read_as) => (
              <tr key={read_as}>
                <th scope="row">{t(`scoring.label.${read_as}`)}</th>
                {LABELS.map((said_as) => (
                  <td key={said_as} data-same={read_as === said_as}>
                    {count(read_as, said_as) || '·'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function sum(counts: Counts) {
  return LABELS.reduce((all, label) => all + counts[label], 0);
}

function daysOf({ first, last }: Period) {
  const start = Date.parse(first);
  const count = Math.round((Date.parse(last) - start) / DAY_MS) + 1;
  return Array.from({ length: count }, (_, index) => new Date(start + index * DAY_MS).toISOString().slice(0, 10));
}
