import { Radio, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { useMe } from '@/api/me';
import { useDraft } from '@/lib/use-draft';
import { DialogForm } from '@/ui/dialog-form';
import { showProblem, unplaced } from '@/ui/show-problem';

const METHODS = ['push', 'pull', 'manual'] as const;

export function NewCentreDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const draft = useDraft(`${me.id}.centre`, { name: '', method: 'push' as (typeof METHODS)[number] });
  const form = useForm({ initialValues: draft.value, onValuesChange: draft.write });
  const create = useMutation({
    mutationFn: (body: typeof draft.value) => answer(client.POST('/api/v1/centres', { body })),
    onSuccess: () => {
      draft.clear();
      void queries.invalidateQueries({ queryKey: ['centres'] });
      onClose();
    },
    onError: (error) => showProblem(form, error),
  });

  return (
    <DialogForm
      title={t('centres.new')}
      action={t('common.create')}
      busy={create.isPending}
      error={unplaced(create.error, ['name', 'method'])}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => create.mutate(values))}
    >
      <TextInput label={t('centres.name')} data-autofocus {...form.getInputProps('name')} />
      <Radio.Group label={t('centres.method')} {...form.getInputProps('method')}>
        <Stack gap="xs" mt="xs">
          {METHODS.map((method) => (
            <Radio
              key={method}
              value={method}
              label={t(`centres.methods.${method}`)}
              description={t(`centres.methodTexts.${method}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
    </DialogForm>
  );
}
