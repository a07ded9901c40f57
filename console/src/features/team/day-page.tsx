import { Skeleton, Stack, Text } from '@mantine/core';
import { IconPhoneCalling } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatDate } from '@/lib/dates';
import { Empty } from '@/ui/empty';
import { LinkAnchor } from '@/ui/links';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { Tag } from '@/ui/tag';
import { Trouble } from '@/ui/trouble';
import classes from './day.module.css';
import { OutcomesBar, OutcomesKey } from './outcomes-bar';
import { dashboardQuery, type Dashboard } from './team';

/** One's own day: what is open, what was done beside the team, and whom one promised to call. */
export function DayPage() {
  const { t } = useTranslation();
  const day = useQuery(dashboardQuery);
  return (
    <Page title={t('nav.day')} lead={t('team.dayLead')}>
      {day.isPending && <Skeleton height={320} radius="lg" role="status" aria-label={t('common.loading')} />}
      {day.error && <Trouble error={day.error} onRetry={() => void day.refetch()} />}
      {day.data && <Day day={day.data} />}
    </Page>
  );
}

function Day({ day }: { day: Dashboard }) {
  const { t } = useTranslation();
  return (
    <div className={classes.columns}>
      <Stack>
        <Panel title={t('team.mine')} aside={<LinkAnchor to="/file">{t('team.toQueue')}</LinkAnchor>}>
          <Mine day={day} />
        </Panel>
        <Panel title={t('team.callbacks')}>
          <Callbacks day={day} />
        </Panel>
      </Stack>
      <Stack>
        <Panel title={t('team.todayTitle')}>
          <Today day={day} />
        </Panel>
        <Panel title={t('team.week')}>
          <Week days={day.days} />
        </Panel>
      </Stack>
    </div>
  );
}

function Mine({ day }: { day: Dashboard }) {
  const { t } = useTranslation();
  const { assigned, in_progress, callback, due } = day.leads;
  const rows = [
    { key: 'assigned', count: assigned },
    { key: 'due', count: due },
    { key: 'inProgress', count: in_progress },
    { key: 'later', count: callback - due },
  ] as const;
  const most = Math.max(1, ...rows.map((row) => row.count));
  return (
    <>
      <ul className={classes.bars}>
        {rows.map(({ key, count }) => (
          <li key={key} data-kind={key}>
            <span>{t(`team.openLeads.${key}`)}</span>
            <span className={classes.bar}>
              <i style={{ width: `${(count / most) * 100}%` }} />
            </span>
            <strong>{count}</strong>
          </li>
        ))}
      </ul>
      <Text size="sm" c="dimmed" mt="sm">
        {t('team.pool', { count: day.waiting })}
      </Text>
    </>
  );
}

function Today({ day }: { day: Dashboard }) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => value.toLocaleString(i18n.language, { maximumFractionDigits: 1 });
  const { team, today } = day;
  const rows = (['handled', 'confirmed', 'contacted'] as const).map((key) => ({ key, mine: today[key], theirs: team?.[key] ?? null }));
  const most = Math.max(1, ...rows.flatMap(({ mine, theirs }) => [mine, theirs ?? 0]));
  return (
    <>
      <ul className={classes.beside}>
        {rows.map(({ key, mine, theirs }) => (
          <li key={key}>
            <span className={classes.what}>{t(`team.rows.${key}`)}</span>
            <Beside label={t('team.me')} value={number(mine)} width={mine / most} mine />
            {theirs !== null && <Beside label={t('team.average')} value={number(theirs)} width={theirs / most} />}
          </li>
        ))}
      </ul>
      {team && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('team.averageOf', { count: team.agents })}
        </Text>
      )}
    </>
  );
}

type BesideProps = { label: string; value: string; width: number; mine?: boolean };

function Beside({ label, value, width, mine }: BesideProps) {
  return (
    <span className={classes.pair} data-mine={mine}>
      <small>{label}</small>
      <span className={classes.bar}>
        <i style={{ width: `${width * 100}%` }} />
      </span>
      <strong>{value}</strong>
    </span>
  );
}

function Callbacks({ day }: { day: Dashboard }) {
  const { t } = useTranslation();
  if (day.callbacks.length === 0) return <Empty icon={<IconPhoneCalling />} title={t('team.noCallbacks')} />;
  return (
    <ul className={classes.callbacks}>
      {day.callbacks.map((callback) => (
        <li key={callback.lead_id}>
          <Link to="/leads/$leadId" params={{ leadId: callback.lead_id }}>
            {callback.name}
          </Link>
          <Moment at={callback.at} exact={!callback.is_due} />
          {callback.is_due && <Tag tone="brass">{t('team.due')}</Tag>}
        </li>
      ))}
    </ul>
  );
}

function Week({ days }: { days: Dashboard['days'] }) {
  const { t, i18n } = useTranslation();
  const most = Math.max(1, ...days.map((day) => day.figures.handled));
  return (
    <>
      <ul className={classes.week}>
        {days.map((day) => (
          <li key={day.day} data-today={day.today}>
            <span>{day.today ? t('team.todayShort') : weekday(day.day, i18n.language)}</span>
            <OutcomesBar figures={day.figures} most={most} />
          </li>
        ))}
      </ul>
      <OutcomesKey />
    </>
  );
}

// A date has no zone: read as noon, it is that day everywhere.
function weekday(day: string, language: string) {
  return formatDate(`${day}T12:00:00Z`, 'full', language, 'UTC').split(/[ ,]/)[0] ?? day;
}
