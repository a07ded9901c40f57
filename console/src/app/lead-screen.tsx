import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { scopeOf, useMe } from '@/api/me';
import { CallReport } from '@/features/calls/call-report';
import { LeadPage } from '@/features/leads/lead-page';
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
      <LeadPage
        key={leadId}
        leadId={leadId}
        back={back}
        missing={unavailable}
        report={(lead, free) => <CallReport lead={lead} free={free} />}
        call={(lead, phone, free) => <CallPanel leadId={lead.id} phone={phone} free={free} />}
        aside={(lead) => (
          <>
            <AgentPanel />
            <CallLog leadId={lead.id} />
          </>
        )}
      />
    </Granted>
  );
}
