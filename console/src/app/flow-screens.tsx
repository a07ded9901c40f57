import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { FlowPage } from '@/features/calls/flow-page';
import { NextLeadButton } from '@/features/distribution/next-lead-button';
import { FlowSettingsPage } from '@/features/leads/flow-settings-page';
import { Granted } from './granted';
import { OpenLead } from './lead-screen';

export function FlowScreen() {
  const { leadId } = useParams({ strict: false });
  const navigate = useNavigate();
  const next = <NextLeadButton open={(chosen) => void navigate({ to: '/file/$leadId', params: { leadId: chosen } })} />;
  return (
    <Granted verb="leads.work">
      <FlowPage leadId={leadId} next={next}>
        <Outlet />
      </FlowPage>
    </Granted>
  );
}

export function FlowLeadScreen() {
  const { leadId } = useParams({ from: '/house/file/$leadId' });
  return <OpenLead key={leadId} leadId={leadId} />;
}

export function FlowSettingsScreen() {
  const { centre_id } = useSearch({ from: '/house/flux-clients' });
  const navigate = useNavigate({ from: '/flux-clients' });
  return (
    <Granted verb="leads.manage">
      <FlowSettingsPage centreId={centre_id} onCentre={(chosen) => void navigate({ search: { centre_id: chosen }, replace: true })} />
    </Granted>
  );
}
