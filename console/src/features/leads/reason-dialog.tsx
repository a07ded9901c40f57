import { Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/me';
import { retryTransient } from '@/api/queries';
import { newKey } from '@/lib/ids';
import { useDraft } from '@/lib/use-draft';
import { DialogForm } from '@/ui/dialog-form';
import { showProblem, unplaced } from '@/ui/show-problem';
import { confirmAddress, reopenLead, type Lead } from './leads';

const DECISIONS = {
  confirm: { decide: confirmAddress, title: 'manage.confirmTitle', action: 'manage.confirm', hint: 'manage.confirmReasonText' },
  reopen: { decide: reopenLead, title: 'manage.reopenTitle', action: 'manage.reopen', hint: 'manage.reasonText' },
} as const;

export function ReasonDialog({
  lead,
  decision,
  onClose,
}: {
  lead: Lead;
  decision: keyof typeof DECISIONS;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const { decide, title, action, hint } = DECISIONS[decision];
  const draft = useDraft(`${me.id}.${decision}.${lead.id}`, { key: newKey(), reason: '' });
  const form = useForm({ initialValues: draft.value, onValuesChange: draft.write });
  const mutation = useMutation({
    mutationFn: (body: typeof draft.value) => decide(lead.id, body),
    retry: retryTransient,
    onSuccess: () => {
      draft.clear();
      void queries.invalidateQueries({ queryKey: ['leads'] });
      onClose();
    },
    onError: (error) => showProblem(form, error),
  });

  return (
    <DialogForm
      title={t(title)}
      action={t(action)}
      busy={mutation.isPending}
      error={unplaced(mutation.error, ['reason'])}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => mutation.mutate(values))}
    >
      <Textarea
        label={t('manage.reason')}
        description={t(hint)}
        autosize
        minRows={2}
        data-autofocus
        {...form.getInputProps('reason')}
      />
    </DialogForm>
  );
}
