import { Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { userLookup } from '@/api/lookups';
import { DialogForm } from '@/ui/dialog-form';
import { showProblem, unplaced } from '@/ui/show-problem';
import { assignLead, type Lead } from './leads';

export function AssignDialog({ lead, onClose }: { lead: Lead; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const users = useQuery(userLookup);
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
  const agents = (users.data ?? []).filter(
    (user) =>
      user.role === 'agent' &&
      user.state === 'active' &&
      user.id !== lead.agent_id &&
      (!lead.centre_id || user.centre_id === lead.centre_id),
  );

  return (
    <DialogForm
      title={t('manage.assignTitle')}
      action={t('manage.assign')}
      busy={assign.isPending}
      error={users.error ?? unplaced(assign.error, ['agent_id'])}
      onClose={onClose}
      onSubmit={form.onSubmit(({ agent_id }) => assign.mutate(agent_id))}
    >
      <Select
        label={t('leads.agent')}
        placeholder={t('manage.chooseAgent')}
        searchable
        data-autofocus
        nothingFoundMessage={t('manage.noAgent')}
        data={agents.map((agent) => ({ value: agent.id, label: agent.name }))}
        {...form.getInputProps('agent_id')}
      />
    </DialogForm>
  );
}
