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
import { confirmAddress, type Lead } from './leads';

export function ConfirmAddressDialog({ lead, onClose }: { lead: Lead; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const draft = useDraft(`${me.id}.confirm.${lead.id}`, { key: newKey(), reason: '' });
  const form = useForm({ initialValues: draft.value, onValuesChange: draft.write });
  const confirm = useMutation({
    mutationFn: (body: typeof draft.value) => confirmAddress(lead.id, body),
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
      title={t('manage.confirmTitle')}
      action={t('manage.confirm')}
      busy={confirm.isPending}
      error={unplaced(confirm.error, ['reason'])}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => confirm.mutate(values))}
    >
      <Textarea
        label={t('manage.reason')}
        description={t('manage.confirmReasonText')}
        autosize
        minRows={2}
        data-autofocus
        {...form.getInputProps('reason')}
      />
    </DialogForm>
  );
}
