import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ProofPage } from '@/features/proofs/proof-page';
import { LinkAnchor } from '@/ui/links';
import { Granted } from './granted';
import { unavailable } from './unavailable';

export function ProofScreen() {
  const { t } = useTranslation();
  const { leadId } = useParams({ from: '/house/leads/$leadId/preuve' });
  const back = (
    <LinkAnchor to="/leads/$leadId" params={{ leadId }} inherit>
      {t('leads.one')}
    </LinkAnchor>
  );
  return (
    <Granted verb="proofs.read">
      <ProofPage key={leadId} leadId={leadId} back={back} missing={unavailable} />
    </Granted>
  );
}
