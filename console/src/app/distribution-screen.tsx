import { useParams } from '@tanstack/react-router';
import { DistributionPage } from '@/features/distribution/distribution-page';
import { Granted } from './granted';
import { unavailable } from './unavailable';

export function DistributionScreen() {
  const { centreId } = useParams({ from: '/house/centres/$centreId/distribution' });
  return (
    <Granted verb="distribution.write">
      <DistributionPage key={centreId} centreId={centreId} missing={unavailable} />
    </Granted>
  );
}
