import { useParams } from '@tanstack/react-router';
import { NewPlanPage, PlanPage } from '@/features/campaigns/plan-page';
import { PlansPage } from '@/features/campaigns/plans-page';
import { LinesPage } from '@/features/messaging/lines-page';
import { Granted } from './granted';
import { unavailable } from './unavailable';

export function PlansScreen() {
  return (
    <Granted verb="campaigns.read">
      <PlansPage />
    </Granted>
  );
}

export function NewPlanScreen() {
  return (
    <Granted verb="campaigns.write">
      <NewPlanPage />
    </Granted>
  );
}

export function PlanScreen() {
  const { planId } = useParams({ from: '/house/relances/$planId' });
  return (
    <Granted verb="campaigns.read">
      <PlanPage key={planId} planId={planId} missing={unavailable} />
    </Granted>
  );
}

export function LinesScreen() {
  return (
    <Granted verb="forms.write">
      <LinesPage />
    </Granted>
  );
}
