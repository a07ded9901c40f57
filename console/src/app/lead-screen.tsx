import { useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { may, scopeOf, useMe } from '@/api/me';
import { CallReport } from '@/features/calls/call-report';
import { PermissionPanel } from '@/features/calls/permission-panel';
import { ScorePanel } from '@/features/scoring/score-panel';
import { RelancesPanel } from '@/features/campaigns/relances-panel';
import { ReturnButton } from '@/features/distribution/return-button';
import { LeadPage } from '@/features/leads/lead-page';
import { LeadLists } from '@/features/lists/lead-lists';
import { AgentPanel } from '@/features/telephony/agent-panel';
import { CallLog } from '@/features/telephony/call-log';
import { CallPanel } from '@/features/telephony/call-panel';
import { LinkAnchor } from '@/ui/links';
import { Granted } from './granted';
import { unavailable } from './unavailable';

export function LeadScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const { leadId } = useParams({ from: '/house/leads/$leadId' });
  const fromQueue = scopeOf(me, 'leads.work') === 'own';
  const back = (
    <LinkAnchor to={fromQueue ? '/file' : '/leads'} inherit>
      {fromQueue ? t('nav.queue') : t('nav.leads')}
    </LinkAnchor>
  );
  return (
    <Granted verb="leads.read">
      <OpenLead key={leadId} leadId={leadId} back={back} />
    </Granted>
  );
}

/** A lead with all that other features know of it and do with it, on a page of its own or beside the queue. */
export function OpenLead({ leadId, back }: { leadId: string; back?: ReactNode }) {
  const me = useMe();
  const navigate = useNavigate();
  return (
    <LeadPage
      leadId={leadId}
      back={back}
      missing={unavailable}
      lists={(lead) => <LeadLists leadId={lead.id} />}
      permission={(lead) => <PermissionPanel leadId={lead.id} permission={lead.permission} />}
      report={(lead, free) => <CallReport lead={lead} free={free} />}
      call={(lead, phone, free) => <CallPanel leadId={lead.id} phone={phone} free={free} />}
      aside={(lead) => (
        <>
          {lead.agent_id === me.id && lead.outcomes.length > 0 && <ReturnButton leadId={lead.id} onGiven={() => void navigate({ to: '/file' })} />}
          <CallLog leadId={lead.id} />
          <AgentPanel />
          <RelancesPanel leadId={lead.id} />
          <ScorePanel leadId={lead.id} notes={lead.timeline.flatMap((entry) => entry.note ?? [])} mayCorrect={may(me, 'leads.work')} />
        </>
      )}
    />
  );
}
