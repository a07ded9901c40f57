import { useParams } from '@tanstack/react-router';
import { may, useMe } from '@/api/me';
import { OutcomesLink } from '@/features/calls/outcomes-link';
import { ClosingPanel } from '@/features/distribution/closing-panel';
import { DistributionLink } from '@/features/distribution/distribution-link';
import { CentrePage } from '@/features/identity/centre-page';
import { CentreStandings } from '@/features/routing/centre-standings';
import { Granted } from './granted';
import { unavailable } from './unavailable';

export function CentreScreen() {
  const { centreId } = useParams({ from: '/house/centres/$centreId' });
  const me = useMe();
  const standings = (
    <>
      {may(me, 'distribution.write') && <DistributionLink centreId={centreId} />}
      {may(me, 'outcomes.write') && <OutcomesLink centreId={centreId} />}
      {may(me, 'forms.read') && <CentreStandings centreId={centreId} />}
    </>
  );
  const closing = may(me, 'centres.write') && <ClosingPanel centreId={centreId} />;
  return (
    <Granted verb="centres.read">
      <CentrePage key={centreId} centreId={centreId} standings={standings} closing={closing} missing={unavailable} />
    </Granted>
  );
}
