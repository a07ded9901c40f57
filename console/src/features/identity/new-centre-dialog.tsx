import { Radio, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { useMe } from '@/api/me';
import type { components } from '@/api/schema';
import { useDraft } from '@/lib/use-draft';
import { DialogForm } from '@/ui/dialog-form';
import { showProblem, unplaced } from '@/ui/show-problem';

type NewCentre = components['schemas']['CentreNew'];

const METHODS = ['push', 'pull', 'manual'] as const;
const KINDS = ['call_centre', 'sales', 'back_office', 'field'] as const;
const NEW: NewCentre = { name: '', kind: 'call_centre', method: 'push' };

export function NewCentreDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const draft = useDraft(`${me.id}.centre`, NEW);
  const form = useForm({ initialValues: draft.value, onValuesChange: draft.write });
  const create = useMutation({
    mutationFn: (body: NewCentre) => answer(client.POST('/api/v1/centres', { body })),
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
      error={unplaced(create.error, ['name', 'kind', 'method'])}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => create.mutate(values))}
    >
      <TextInput label={t('centres.name')} data-autofocus {...form.getInputProps('name')} />
      <Select
        label={t('centres.kind')}
        data={KINDS.map((kind) => ({ value: kind, label: t(`centres.kinds.${kind}`) }))}
        {...form.getInputProps('kind')}
      />
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
