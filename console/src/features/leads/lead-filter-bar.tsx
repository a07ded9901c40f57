import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { centreLookup, formLookup, listLookup, tagLookup } from '@/api/lookups';
import { may, scopeOf, useMe } from '@/api/me';
import { Choice } from '@/ui/choice';
import { LEAD_STAGES, LEAD_STATES, type LeadStage, type LeadState } from '@/ui/lead-state';
import classes from './lead-filter-bar.module.css';
import { seatsQuery, type LeadFilters } from './leads';
import { StandingChoices } from './standing-choices';

type LeadFilterBarProps = { filters: LeadFilters; onFilter: (filters: LeadFilters) => void };

export function LeadFilterBar({ filters, onFilter }: LeadFilterBarProps) {
  const { t } = useTranslation();
  const me = useMe();
  const choosesCentre = scopeOf(me, 'leads.read') === 'all' && may(me, 'centres.read');
  const choosesForm = may(me, 'forms.read');
  const choosesTag = may(me, 'tags.read');
  const centres = useQuery({ ...centreLookup, enabled: choosesCentre });
  const forms = useQuery({ ...formLookup, enabled: choosesForm });
  const tags = useQuery({ ...tagLookup, enabled: choosesTag });
  const choosesList = may(me, 'lists.read');
  const lists = useQuery({ ...listLookup, enabled: choosesList });
  const change = (change: Partial<LeadFilters>) => onFilter({ ...filters, ...change });

  return (
    <div className={classes.bar} role="search">
      <Choice
        label={t('leads.stage')}
        all={t('leads.allStages')}
        data={LEAD_STAGES.map((stage) => ({ id: stage, name: t(`leads.stages.${stage}`) }))}
        chosen={filters.stage}
        onChoose={(stage) => change({ stage: stage as LeadStage | undefined })}
      />
      <Choice
        label={t('leads.state')}
        all={t('leads.allStates')}
        data={LEAD_STATES.map((state) => ({ id: state, name: t(`lead.state.${state}`) }))}
        chosen={filters.state}
        onChoose={(state) => change({ state: state as LeadState | undefined })}
      />
      {choosesForm && (
        <Choice label={t('leads.form')} all={t('leads.allForms')} data={forms.data} chosen={filters.form_id} onChoose={(form_id) => change({ form_id })} />
      )}
      {choosesTag && <Choice label={t('tags.one')} all={t('leads.allTags')} data={tags.data} chosen={filters.tag_id} onChoose={(tag_id) => change({ tag_id })} />}
      {choosesList && <Choice label={t('lists.one')} all={t('lists.all')} data={lists.data} chosen={filters.list_id} onChoose={(list_id) => change({ list_id })} />}
      {choosesCentre && (
        <Choice
          label={t('leads.centre')}
          all={t('leads.allCentres')}
          data={centres.data}
          chosen={filters.centre_id}
          // Whoever was chosen is of the centre before.
          onChoose={(centre_id) => change({ centre_id, agent_id: undefined })}
        />
      )}
      <AgentChoice filters={filters} onChoose={(agent_id) => change({ agent_id })} />
      <StandingChoices filters={filters} onChange={change} />
    </div>
  );
}

type AgentChoiceProps = { filters: LeadFilters; onChoose: (agent_id: string | undefined) => void };

/** The agents of a centre: of the one that was chosen, or of one's own. */
function AgentChoice({ filters, onChoose }: AgentChoiceProps) {
  const { t } = useTranslation();
  const me = useMe();
  const centre = filters.centre_id ?? me.centre_id ?? '';
  const offered = may(me, 'leads.manage') && centre !== '';
  const seats = useQuery({ ...seatsQuery(centre), enabled: offered });
  if (!offered) return null;
  const agents = (seats.data ?? []).map((seat) => ({ id: seat.agent_id, name: seat.name }));
  return <Choice label={t('leads.agent')} all={t('leads.allAgents')} data={agents} chosen={filters.agent_id} onChoose={onChoose} />;
}
