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
import { keepNumberBlocked } from './calls';

/** A manager heard that the person may be called again; the reason becomes a note. */
export function UnblockDialog({ leadId, onClose }: { leadId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const draft = useDraft(`${me.id}.unblock.${leadId}`, { key: newKey(), reason: '' });
  const form = useForm({ initialValues: draft.value, onValuesChange: draft.write });
  const unblock = useMutation({
    mutationFn: (body: typeof draft.value) => keepNumberBlocked(leadId, { ...body, blocked: false }),
    retry: retryTransient,
    onSuccess: (page) => {
      draft.clear();
      queries.setQueryData(['leads', 'page', leadId], page);
      void queries.invalidateQueries({ queryKey: ['leads'] });
      onClose();
    },
    onError: (error) => showProblem(form, error),
  });
  return (
    <DialogForm
      title={t('permission.unblockTitle')}
      action={t('permission.unblock')}
      busy={unblock.isPending}
      error={unplaced(unblock.error, ['reason'])}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => unblock.mutate(values))}
    >
      <Textarea
        label={t('manage.reason')}
        description={t('permission.unblockText')}
        autosize
        minRows={2}
        data-autofocus
        {...form.getInputProps('reason')}
      />
    </DialogForm>
  );
}
