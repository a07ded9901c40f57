import { SegmentedControl, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import { funnelQuery, type Funnel } from './forms';
import classes from './funnel-panel.module.css';

const STEPS = ['seen', 'begun', 'sent'] as const;
const WINDOWS = [7, 30, 90];
const DAY_MS = 86_400_000;

/** How many saw the form, began it and sent it: as a picture, with the share that went on at each step. */
export function FunnelPanel({ formId }: { formId: string }) {
  const { t } = useTranslation();
  const [days, setDays] = useState(30);
  const funnel = useQuery(funnelQuery(formId, days));
  return (
    <Panel
      title={t('funnel.title')}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t('funnel.window')}
          value={String(days)}
          onChange={(chosen) => setDays(Number(chosen))}
          data={WINDOWS.map((count) => ({ value: String(count), label: t('funnel.days', { count }) }))}
        />
      }
    >
      {funnel.error && !funnel.data && <Trouble error={funnel.error} onRetry={() => void funnel.refetch()} />}
      {funnel.isPending && <Skeleton height={150} radius="md" role="status" aria-label={t('common.loading')} />}
      {funnel.data && <Picture funnel={funnel.data} days={days} />}
    </Panel>
  );
}

function Picture({ funnel, days }: { funnel: Funnel; days: number }) {
  const { t } = useTranslation();
  const percent = usePercent();
  const { counts, editions } = funnel;
  if (counts.seen + counts.sent === 0) return <Empty title={t('funnel.empty')} text={t('funnel.emptyText')} />;
  const most = Math.max(...STEPS.map((step) => counts[step]));
  return (
    <>
      <ol className={classes.steps}>
        {STEPS.map((step, index) => {
          const before = STEPS[index - 1];
          return (
            <li key={step} data-step={step}>
              <span className={classes.name}>{t(`funnel.steps.${step}`)}</span>
              <span className={classes.bar}>
                <i style={{ width: `${(counts[step] / most) * 100}%` }} />
              </span>
              <strong className={classes.count}>{counts[step].toLocaleString()}</strong>
              <span className={classes.share}>{before && counts[before] > 0 && percent(counts[step] / counts[before])}</span>
            </li>
          );
        })}
      </ol>
      {counts.seen > 0 && (
        <Text size="sm" mt="sm">
          {t('funnel.conversion', { share: percent(counts.sent / counts.seen) })}
        </Text>
      )}
      <Days funnel={funnel} days={days} />
      {editions.length > 1 && <Editions editions={editions} />}
      <Text size="sm" c="dimmed" mt="sm">
        {t('funnel.what')}
      </Text>
    </>
  );
}

/** Day by day: how many saw it, and in the accent colour how many sent it. */
function Days({ funnel, days }: { funnel: Funnel; days: number }) {
  const { t } = useTranslation();
  const byDay = new Map(funnel.days.map((day) => [day.day, day]));
  const shown = lastDays(days).map((day) => byDay.get(day) ?? { day, seen: 0, sent: 0 });
  const most = Math.max(1, ...shown.map((day) => Math.max(day.seen, day.sent)));
  return (
    <div className={classes.days} role="img" aria-label={t('funnel.daysWords', { count: days, most })}>
      {shown.map(({ day, seen, sent }) => (
        <span key={day} title={`${day.slice(6)}/${day.slice(4, 6)}: ${seen} → ${sent}`}>
          <i style={{ height: `${(Math.max(seen, sent) / most) * 100}%` }}>
            <b style={{ height: `${(sent / Math.max(1, seen, sent)) * 100}%` }} />
          </i>
        </span>
      ))}
    </div>
  );
}

function Editions({ editions }: Pick<Funnel, 'editions'>) {
  const { t } = useTranslation();
  const percent = usePercent();
  return (
    <ul className={classes.editions}>
      {editions.map(({ number, seen, sent }) => (
        <li key={number}>
          <span>{t('builder.edition', { number })}</span>
          <span>
            {seen.toLocaleString()} → {sent.toLocaleString()}
          </span>
          <strong>{seen > 0 ? percent(sent / seen) : '—'}</strong>
        </li>
      ))}
    </ul>
  );
}

function usePercent() {
  const { i18n } = useTranslation();
  return (share: number) => new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share);
}

// The API counts by days of UTC.
function lastDays(count: number) {
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.now() - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10).replaceAll('-', ''),
  );
}
