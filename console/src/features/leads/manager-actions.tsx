import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp, IconMailCheck, IconRefresh, IconUserShare } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '@/ui/confirm-button';
import { AssignDialog } from './assign-dialog';
import { MANAGED, returnLead, type Lead } from './leads';
import { ReasonDialog } from './reason-dialog';

export function ManagerActions({ lead }: { lead: Lead }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [assigning, assignDialog] = useDisclosure(false);
  const [confirming, confirmDialog] = useDisclosure(false);
  const [reopening, reopenDialog] = useDisclosure(false);
  const giveBack = useMutation({
    mutationFn: () => returnLead(lead.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['leads'] }),
  });

  return (
    <>
      {MANAGED.confirm.includes(lead.state) && (
        <Button variant="default" leftSection={<IconMailCheck size={18} />} onClick={confirmDialog.open}>
          {t('manage.confirm')}
        </Button>
      )}
      {lead.centre_id && MANAGED.assign.includes(lead.state) && (
        <Button variant="default" leftSection={<IconUserShare size={18} />} onClick={assignDialog.open}>
          {lead.agent_id ? t('manage.reassign') : t('manage.assign')}
        </Button>
      )}
      {MANAGED.return.includes(lead.state) && (
        <ConfirmButton
          leftSection={<IconArrowBackUp size={18} />}
          title={t('manage.returnTitle')}
          text={t('manage.returnText', { name: lead.agent_name ?? '—' })}
          action={t('manage.return')}
          mutation={giveBack}
        >
          {t('manage.return')}
        </ConfirmButton>
      )}
      {MANAGED.reopen.includes(lead.state) && (
        <Button variant="default" leftSection={<IconRefresh size={18} />} onClick={reopenDialog.open}>
          {t('manage.reopen')}
        </Button>
      )}
      {confirming && <ReasonDialog lead={lead} decision="confirm" onClose={confirmDialog.close} />}
      {assigning && lead.centre_id && <AssignDialog lead={lead} centreId={lead.centre_id} onClose={assignDialog.close} />}
      {reopening && <ReasonDialog lead={lead} decision="reopen" onClose={reopenDialog.close} />}
    </>
  );
}
