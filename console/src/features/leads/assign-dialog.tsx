import { Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DialogForm } from '@/ui/dialog-form';
import { showProblem, unplaced } from '@/ui/show-problem';
import { assignLead, seatsQuery, type Lead } from './leads';

type AssignDialogProps = { lead: Lead; centreId: string; onClose: () => void };

export function AssignDialog({ lead, centreId, onClose }: AssignDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const seats = useQuery(seatsQuery(centreId));
  const form = useForm({
    initialValues: { agent_id: '' },
    validate: { agent_id: (id) => (id ? null : t('manage.chooseAgent')) },
  });
  const assign = useMutation({
    mutationFn: (agent_id: string) => assignLead(lead.id, agent_id),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['leads'] });
      onClose();
    },
    onError: (error) => showProblem(form, error),
  });
  const agents = (seats.data ?? []).filter((seat) => seat.agent_id !== lead.agent_id);

  return (
    <DialogForm
      title={t('manage.assignTitle')}
      action={t('manage.assign')}
      busy={assign.isPending}
      error={seats.error ?? unplaced(assign.error, ['agent_id'])}
      onClose={onClose}
      onSubmit={form.onSubmit(({ agent_id }) => assign.mutate(agent_id))}
    >
      <Select
        label={t('leads.agent')}
        placeholder={t('manage.chooseAgent')}
        searchable
        data-autofocus
        nothingFoundMessage={t('manage.noAgent')}
        data={agents.map((seat) => ({ value: seat.agent_id, label: t(seat.present ? 'manage.seat' : 'manage.seatPaused', seat) }))}
        {...form.getInputProps('agent_id')}
      />
    </DialogForm>
  );
}
