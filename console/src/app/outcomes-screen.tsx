import { useParams } from '@tanstack/react-router';
import { OutcomesPage } from '@/features/calls/outcomes-page';
import { Granted } from './granted';
import { unavailable } from './unavailable';

export function OutcomesScreen() {
  const { centreId } = useParams({ from: '/house/centres/$centreId/resultats' });
  return (
    <Granted verb="outcomes.write">
      <OutcomesPage key={centreId} centreId={centreId} missing={unavailable} />
    </Granted>
  );
}
