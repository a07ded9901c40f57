import { Checkbox, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/me';
import { useDraft } from '@/lib/use-draft';
import { DialogForm } from '@/ui/dialog-form';
import { SecretDialog } from '@/ui/secret-dialog';
import { showProblem, unplaced } from '@/ui/show-problem';
import { createWebhook, FACTS, type NewWebhook } from './webhooks';

const FIELDS = ['url', 'description', 'facts'] as const;

export function NewWebhookDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const draft = useDraft(`${me.id}.webhook`, { url: '', description: '', facts: ['lead.confirmed'] as string[] });
  const form = useForm({ initialValues: draft.value, onValuesChange: draft.write });
  const create = useMutation({
    mutationFn: (values: typeof draft.value) =>
      createWebhook({ ...values, description: values.description || undefined } as NewWebhook),
    onSuccess: () => {
      draft.clear();
      void queries.invalidateQueries({ queryKey: ['webhooks'] });
    },
    onError: (error) => showProblem(form, error),
  });

  if (create.data) {
    return (
      <SecretDialog
        title={t('webhooks.created')}
        text={t('webhooks.createdText')}
        label={t('webhooks.secret')}
        secret={create.data.secret ?? ''}
        onClose={onClose}
      />
    );
  }
  return (
    <DialogForm
      title={t('webhooks.new')}
      action={t('common.create')}
      busy={create.isPending}
      error={unplaced(create.error, FIELDS)}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => create.mutate(values))}
    >
      <TextInput
        label={t('webhooks.url')}
        type="url"
        placeholder="https://partenaire.example/webhooks"
        data-autofocus
        {...form.getInputProps('url')}
      />
      <TextInput label={t('webhooks.description')} {...form.getInputProps('description')} />
      <Checkbox.Group label={t('webhooks.facts')} {...form.getInputProps('facts')}>
        <Stack gap="xs" mt="xs">
          {FACTS.map((fact) => (
            <Checkbox key={fact} value={fact} label={t(`webhooks.fact.${fact}`)} description={fact} />
          ))}
        </Stack>
      </Checkbox.Group>
    </DialogForm>
  );
}
