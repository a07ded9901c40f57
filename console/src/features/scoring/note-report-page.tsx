import { SegmentedControl, Select, Skeleton, Stack } from '@mantine/core';
import { IconMessage2Question } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { centreLookup } from '@/api/lookups';
import { may, scopeOf, useMe } from '@/api/me';
import { wallClockNow } from '@/lib/dates';
import { Empty } from '@/ui/empty';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import { useZone } from '@/ui/zone';
import { AgentBars, Agreement, DayBars, Total } from './pictures';
import { ReadNotes } from './read-notes';
import { reportQuery, type Behind, type Period, type Report } from './scoring';
import classes from './scoring.module.css';

const WINDOWS = [7, 30, 90];
const MINUTES_A_DAY = 24 * 60;

/** What came of the calls of a period, as pictures; each bar opens the notes behind it. */
export function NoteReportPage({ settings }: { settings: ReactNode }) {
  const { t } = useTranslation();
  const [days, setDays] = useState(30);
  const [centre, setCentre] = useState<string | null>(null);
  const period = lastDays(days, useZone(), centre);
  const report = useQuery(reportQuery(period));
  return (
    <Page title={t('scoring.report')} lead={t('scoring.reportLead')} actions={settings}>
      <Filters days={days} onDays={setDays} centre={centre} onCentre={setCentre} />
      {report.error && !report.data && <Trouble error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <Skeleton height={280} radius="lg" role="status" aria-label={t('common.loading')} />}
      {report.data && <Pictures report={report.data} period={period} />}
    </Page>
  );
}

type FiltersProps = { days: number; onDays: (days: number) => void; centre: string | null; onCentre: (centre: string | null) => void };

function Filters({ days, onDays, centre, onCentre }: FiltersProps) {
  const { t } = useTranslation();
  const me = useMe();
  const reachesAll = scopeOf(me, 'leads.read') === 'all' && may(me, 'centres.read');
  const centres = useQuery({ ...centreLookup, enabled: reachesAll });
  return (
    <div className={classes.filters}>
      <SegmentedControl
        aria-label={t('funnel.window')}
        value={String(days)}
        onChange={(chosen) => onDays(Number(chosen))}
        data={WINDOWS.map((count) => ({ value: String(count), label: t('funnel.days', { count }) }))}
      />
      {reachesAll && (
        <Select
          aria-label={t('nav.centres')}
          placeholder={t('scoring.allCentres')}
          clearable
          data={(centres.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          value={centre}
          onChange={onCentre}
        />
      )}
    </div>
  );
}

function Pictures({ report, period }: { report: Report; period: Period }) {
  const { t } = useTranslation();
  const [behind, setBehind] = useState<Behind | null>(null);
  const { total } = report;
  if (total.positive + total.partial + total.negative + total.unclassified === 0) {
    return <Empty icon={<IconMessage2Question />} title={t('scoring.empty')} text={t('scoring.emptyText')} />;
  }
  return (
    <Stack gap="lg">
      <Panel title={t('scoring.total')}>
        <Total counts={total} />
      </Panel>
      <Panel title={t('scoring.byDay')}>
        <DayBars
          days={report.items}
          period={period}
          chosen={behind?.day}
          onChoose={(day) => setBehind(day === behind?.day ? null : { day, centre_id: period.centre_id })}
        />
        {behind && <ReadNotes behind={behind} onBehind={setBehind} />}
      </Panel>
      <Panel title={t('scoring.byAgent')}>
        <AgentBars agents={report.agents} />
      </Panel>
      <Panel title={t('scoring.agreement')}>
        <Agreement report={report} />
      </Panel>
    </Stack>
  );
}

// Days are those of the company's calendar, as the API counts them.
function lastDays(count: number, zone: string, centre: string | null): Period {
  const day = (back: number) => wallClockNow(zone, -back * MINUTES_A_DAY).slice(0, 10);
  return { first: day(count - 1), last: day(0), centre_id: centre ?? undefined };
}
