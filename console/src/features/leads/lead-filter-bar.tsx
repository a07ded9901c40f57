import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { centreLookup, formLookup } from '@/api/lookups';
import { may, scopeOf, useMe } from '@/api/me';
import { LEAD_STATES, type LeadState } from '@/ui/lead-state';
import classes from './lead-filter-bar.module.css';
import type { LeadFilters } from './leads';

type LeadFilterBarProps = { filters: LeadFilters; onFilter: (filters: LeadFilters) => void };

export function LeadFilterBar({ filters, onFilter }: LeadFilterBarProps) {
  const { t } = useTranslation();
  const me = useMe();
  const choosesCentre = scopeOf(me, 'leads.read') === 'all' && may(me, 'centres.read');
  const choosesForm = may(me, 'forms.read');
  const centres = useQuery({ ...centreLookup, enabled: choosesCentre });
  const forms = useQuery({ ...formLookup, enabled: choosesForm });

  return (
    <div className={classes.bar} role="search">
      <Select
        aria-label={t('leads.state')}
        placeholder={t('leads.allStates')}
        clearable
        data={LEAD_STATES.map((state) => ({ value: state, label: t(`lead.state.${state}`) }))}
        value={filters.state ?? null}
        onChange={(state) => onFilter({ ...filters, state: (state as LeadState | null) ?? undefined })}
      />
      {choosesCentre && (
        <Select
          aria-label={t('leads.centre')}
          placeholder={t('leads.allCentres')}
          clearable
          data={(centres.data ?? []).map((centre) => ({ value: centre.id, label: centre.name }))}
          value={filters.centre_id ?? null}
          onChange={(centre_id) => onFilter({ ...filters, centre_id: centre_id ?? undefined })}
        />
      )}
      {choosesForm && (
        <Select
          aria-label={t('leads.form')}
          placeholder={t('leads.allForms')}
          clearable
          data={(forms.data ?? []).map((form) => ({ value: form.id, label: form.name }))}
          value={filters.form_id ?? null}
          onChange={(form_id) => onFilter({ ...filters, form_id: form_id ?? undefined })}
        />
      )}
    </div>
  );
}
