import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { may, useMe } from '@/api/me';
import { FormPage } from '@/features/forms/form-page';
import { FormsPage } from '@/features/forms/forms-page';
import { ApiKeysPage } from '@/features/identity/api-keys-page';
import { CentresPage } from '@/features/identity/centres-page';
import { CompaniesPage } from '@/features/identity/companies-page';
import { UsersPage } from '@/features/identity/users-page';
import { LeadsPage } from '@/features/leads/leads-page';
import { AddToList } from '@/features/lists/add-to-list';
import { QuarantinePage } from '@/features/quarantine/quarantine-page';
import { FormStandings } from '@/features/routing/form-standings';
import { SenderPage } from '@/features/messaging/sender-page';
import { SendersPage } from '@/features/messaging/senders-page';
import { WebhookPage } from '@/features/webhooks/webhook-page';
import { WebhooksPage } from '@/features/webhooks/webhooks-page';
import { Granted } from './granted';
import { unavailable } from './unavailable';

export function LeadsScreen() {
  const filters = useSearch({ from: '/house/leads' });
  const navigate = useNavigate({ from: '/leads' });
  const bulk = may(useMe(), 'lists.write') ? (leadIds: string[], done: () => void) => <AddToList leadIds={leadIds} onDone={done} /> : undefined;
  return (
    <Granted verb="leads.read">
      <LeadsPage filters={filters} onFilter={(search) => void navigate({ search, replace: true })} bulk={bulk} />
    </Granted>
  );
}

export function FormsScreen() {
  return (
    <Granted verb="forms.read">
      <FormsPage />
    </Granted>
  );
}

export function FormScreen() {
  const { formId } = useParams({ from: '/house/formulaires/$formId' });
  return (
    <Granted verb="forms.read">
      <FormPage key={formId} formId={formId} standings={<FormStandings formId={formId} />} missing={unavailable} />
    </Granted>
  );
}

export function UsersScreen() {
  return (
    <Granted verb="users.read">
      <UsersPage />
    </Granted>
  );
}

export function CentresScreen() {
  return (
    <Granted verb="centres.read">
      <CentresPage />
    </Granted>
  );
}

export function SendersScreen() {
  return (
    <Granted verb="forms.write">
      <SendersPage />
    </Granted>
  );
}

export function SenderScreen() {
  const { senderId } = useParams({ from: '/house/expediteurs/$senderId' });
  return (
    <Granted verb="forms.write">
      <SenderPage key={senderId} senderId={senderId} missing={unavailable} />
    </Granted>
  );
}

export function QuarantineScreen() {
  const filters = useSearch({ from: '/house/quarantaine' });
  const navigate = useNavigate({ from: '/quarantaine' });
  return (
    <Granted verb="posts.release">
      <QuarantinePage filters={filters} onFilter={(search) => void navigate({ search, replace: true })} />
    </Granted>
  );
}

export function WebhooksScreen() {
  return (
    <Granted verb="webhooks.manage">
      <WebhooksPage />
    </Granted>
  );
}

export function WebhookScreen() {
  const { webhookId } = useParams({ from: '/house/webhooks/$webhookId' });
  return (
    <Granted verb="webhooks.manage">
      <WebhookPage key={webhookId} webhookId={webhookId} missing={unavailable} />
    </Granted>
  );
}

export function ApiKeysScreen() {
  return (
    <Granted verb="api_keys.manage">
      <ApiKeysPage />
    </Granted>
  );
}

export function CompaniesScreen() {
  return (
    <Granted verb="tenants.manage">
      <CompaniesPage />
    </Granted>
  );
}
