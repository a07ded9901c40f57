import { SegmentedControl, Select, Text } from '@mantine/core';
import { IconPhoneCall } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { centreLookup } from '@/api/lookups';
import { may, scopeOf, useMe } from '@/api/me';
import { Empty } from '@/ui/empty';
import { List, type Column } from '@/ui/list';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Direction, Durations } from './call-log';
import { callsQuery, type Call, type CallFilters } from './calls';
import classes from './calls-page.module.css';
import { CallFigures } from './call-figures';
import { ResultTag } from './result-tag';

const SPANS = [1, 7, 31] as const;

type CallsPageProps = { filters: CallFilters; onFilter: (filters: CallFilters) => void };

/** Who was called, who called, and for how long. */
export function CallsPage({ filters, onFilter }: CallsPageProps) {
  const { t } = useTranslation();
  const me = useMe();
  const reach = scopeOf(me, 'leads.read');
  const calls = useQuery(callsQuery(filters));
  const shown = calls.data?.items;

  const columns: Column<Call>[] = [
    {
      key: 'person',
      header: t('leads.name'),
      cell: (call) => (
        <Link to="/leads/$leadId" params={{ leadId: call.lead_id }} className={classes.person}>
          <Direction call={call} /> {call.person || t('leads.nameless')}
        </Link>
      ),
    },
    { key: 'result', header: t('calls.became'), phone: 'bare', cell: (call) => <ResultTag call={call} /> },
    { key: 'durations', header: t('calls.durations'), cell: (call) => <Durations call={call} /> },
    { key: 'agent', header: t('leads.agent'), cell: (call) => call.agent_name ?? '—' },
    { key: 'at', header: t('calls.at'), cell: (call) => <Moment at={call.at} /> },
  ];
  return (
    <Page title={t('nav.calls')} lead={t('calls.lead')}>
      <Filters calls={shown} filters={filters} onFilter={onFilter} />
      {shown && shown.length > 0 && <CallFigures calls={shown} byAgent={reach !== 'own'} />}
      {calls.data && !calls.data.is_whole && (
        <Text size="sm" c="dimmed">
          {t('calls.cut')}
        </Text>
      )}
      <List
        label={t('nav.calls')}
        source={{ ...calls, data: shown }}
        columns={reach === 'own' ? columns.filter(({ key }) => key !== 'agent') : columns}
        rowKey={(call) => `${call.lead_id}/${call.id}`}
        empty={<Empty icon={<IconPhoneCall />} title={t('calls.empty')} text={t('calls.emptyText')} />}
      />
    </Page>
  );
}

function Filters({ calls, filters, onFilter }: CallsPageProps & { calls: Call[] | undefined }) {
  const { t } = useTranslation();
  const me = useMe();
  const reach = scopeOf(me, 'leads.read');
  const centres = useQuery({ ...centreLookup, enabled: reach === 'all' && may(me, 'centres.read') });
  const agents = new Map(calls?.flatMap(({ agent_id, agent_name }) => (agent_id ? [[agent_id, agent_name ?? '—'] as const] : [])));
  return (
    <div className={classes.bar} role="search">
      <SegmentedControl
        aria-label={t('calls.span')}
        data={SPANS.map((days) => ({ value: String(days), label: t(`calls.spans.${days}`) }))}
        value={String(filters.days)}
        onChange={(days) => onFilter({ ...filters, days: SPANS.find((span) => String(span) === days) ?? 1 })}
      />
      {reach === 'all' && (
        <Select
          aria-label={t('leads.centre')}
          placeholder={t('leads.allCentres')}
          clearable
          data={(centres.data ?? []).map((centre) => ({ value: centre.id, label: centre.name }))}
          value={filters.centre_id ?? null}
          onChange={(centre_id) => onFilter({ ...filters, centre_id: centre_id ?? undefined })}
        />
      )}
      {reach !== 'own' && (
        <Select
          aria-label={t('leads.agent')}
          placeholder={t('calls.allAgents')}
          clearable
          data={[...agents].map(([value, label]) => ({ value, label }))}
          value={filters.agent_id ?? null}
          onChange={(agent_id) => onFilter({ ...filters, agent_id: agent_id ?? undefined })}
        />
      )}
    </div>
  );
}
