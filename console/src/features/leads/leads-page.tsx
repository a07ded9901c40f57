import { Button, Checkbox, Text } from '@mantine/core';
import { IconAddressBook } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { centreLookup } from '@/api/lookups';
import { may, scopeOf, useMe } from '@/api/me';
import { Empty } from '@/ui/empty';
import { LeadStateTag } from '@/ui/lead-state';
import { List, type Column } from '@/ui/list';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { LeadFilterBar } from './lead-filter-bar';
import { Standing, useStandings } from './lead-standing';
import classes from './leads-page.module.css';
import { leadsQuery, type LeadFilters, type LeadRow } from './leads';

type LeadsPageProps = {
  filters: LeadFilters;
  onFilter: (filters: LeadFilters) => void;
  /** What may be done with several leads at once comes from another feature. */
  bulk?: (leadIds: string[], done: () => void) => ReactNode;
};

const MOST_AT_ONCE = 50;

export function LeadsPage({ filters, onFilter, bulk }: LeadsPageProps) {
  const { t } = useTranslation();
  const me = useMe();
  const leads = useInfiniteQuery(leadsQuery(filters));
  const centres = useQuery({ ...centreLookup, enabled: may(me, 'centres.read') });
  const mine = scopeOf(me, 'leads.read') === 'own';
  const choice = useChosen(leads.data);
  const filtered = Object.values(filters).some(Boolean);
  const standings = useStandings(leads.data);

  const columns: Column<LeadRow>[] = [
    {
      key: 'name',
      header: t('leads.name'),
      cell: (lead) => (
        <>
          <Link to="/leads/$leadId" params={{ leadId: lead.id }}>
            {lead.name || t('leads.nameless')}
          </Link>
          <Soft>{lead.form_name}</Soft>
        </>
      ),
    },
    { key: 'state', header: t('leads.state'), phone: 'bare', cell: (lead) => <LeadStateTag state={lead.state} /> },
    { key: 'standing', header: t('leads.standing'), phone: 'bare', cell: (lead) => <Standing standing={standings(lead)} /> },
    {
      key: 'agent',
      header: t('leads.agent'),
      cell: (lead) => (
        <div>
          {lead.agent_name ?? '—'}
          <Soft>
            {centres.data?.find((centre) => centre.id === lead.centre_id)?.name}
            {lead.state === 'ready' && lead.centre_id === null && t('leads.awaitsCentre')}
          </Soft>
        </div>
      ),
    },
    { key: 'attempts', header: t('leads.attempts'), phone: 'hidden', cell: (lead) => lead.attempts },
    { key: 'opened', header: t('leads.opened'), cell: (lead) => <Moment at={lead.opened_at} /> },
  ];
  if (bulk) columns.push(choice.column);
  return (
    <Page title={mine ? t('nav.myLeads') : t('nav.leads')} lead={mine ? t('leads.leadMine') : t('leads.lead')}>
      <LeadFilterBar filters={filters} onFilter={onFilter} />
      {bulk && choice.ids.length > 0 && (
        <div className={classes.chosen} role="status">
          <span>{t('leads.chosen', { count: choice.ids.length })}</span>
          {bulk(choice.ids, choice.clear)}
          <Button size="compact-md" variant="subtle" onClick={choice.clear}>
            {t('leads.chooseNone')}
          </Button>
        </div>
      )}
      <List
        label={t('nav.leads')}
        source={leads}
        columns={mine ? columns.filter(({ key }) => key !== 'agent') : columns}
        rowKey={(lead) => lead.id}
        empty={
          <Empty
            icon={<IconAddressBook />}
            title={filtered ? t('leads.noMatch') : t('leads.empty')}
            text={filtered ? t('leads.noMatchText') : t('leads.emptyText')}
            action={
              filtered && (
                <Button variant="default" onClick={() => onFilter({})}>
                  {t('leads.clearFilters')}
                </Button>
              )
            }
          />
        }
      />
    </Page>
  );
}

/** Leads that were ticked, as far as they are still shown: nobody acts on what they no longer see. */
function useChosen(shown: LeadRow[] | undefined) {
  const { t } = useTranslation();
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const ids = (shown ?? []).map((lead) => lead.id).filter((id) => ticked.includes(id));
  const column: Column<LeadRow> = {
    key: 'chosen',
    header: t('leads.choose'),
    phone: 'bare',
    cell: (lead) => (
      <Checkbox
        aria-label={t('leads.chooseOne', { name: lead.name || t('leads.nameless') })}
        checked={ids.includes(lead.id)}
        disabled={ids.length >= MOST_AT_ONCE && !ids.includes(lead.id)}
        onChange={(event) => setTicked(event.currentTarget.checked ? [...ids, lead.id] : ids.filter((id) => id !== lead.id))}
      />
    ),
  };
  return { ids, column, clear: () => setTicked([]) };
}

function Soft({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  );
}
