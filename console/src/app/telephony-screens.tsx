import { useNavigate, useSearch } from '@tanstack/react-router';
import { CallsPage } from '@/features/telephony/calls-page';
import { TelephonyPage } from '@/features/telephony/telephony-page';
import { Granted } from './granted';

export function CallsScreen() {
  const filters = useSearch({ from: '/house/appels' });
  const navigate = useNavigate({ from: '/appels' });
  return (
    <Granted verb="leads.read">
      <CallsPage filters={filters} onFilter={(search) => void navigate({ search, replace: true })} />
    </Granted>
  );
}

export function TelephonyScreen() {
  return (
    <Granted verb="telephony.write">
      <TelephonyPage />
    </Granted>
  );
}
