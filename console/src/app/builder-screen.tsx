import { useParams } from '@tanstack/react-router';
import { BuilderPage } from '@/features/forms/builder-page';
import { Granted } from './granted';
import { unavailable } from './unavailable';

export function BuilderScreen() {
  const { formId } = useParams({ from: '/house/formulaires/$formId/edition' });
  return (
    <Granted verb="forms.write">
      <BuilderPage key={formId} formId={formId} missing={unavailable} />
    </Granted>
  );
}
