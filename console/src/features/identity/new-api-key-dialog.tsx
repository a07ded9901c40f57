import { Checkbox, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DialogForm } from '@/ui/dialog-form';
import { SecretDialog } from '@/ui/secret-dialog';
import { showProblem, unplaced } from '@/ui/show-problem';
import { createApiKey, SCOPES, type NewApiKey } from './api-keys';

export function NewApiKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const form = useForm({ initialValues: { name: '', scopes: ['leads.write'] as NewApiKey['scopes'] } });
  const create = useMutation({
    mutationFn: createApiKey,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['api-keys'] }),
    onError: (error) => showProblem(form, error),
  });

  if (create.data) {
    return (
      <SecretDialog
        title={t('apiKeys.created')}
        text={t('apiKeys.createdText')}
        label={t('apiKeys.key')}
        secret={create.data.key ?? ''}
        onClose={onClose}
      />
    );
  }
  return (
    <DialogForm
      title={t('apiKeys.new')}
      action={t('common.create')}
      busy={create.isPending}
      error={unplaced(create.error, ['name', 'scopes'])}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => create.mutate(values))}
    >
      <TextInput
        label={t('apiKeys.name')}
        placeholder={t('apiKeys.namePlaceholder')}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Checkbox.Group label={t('apiKeys.scopes')} {...form.getInputProps('scopes')}>
        <Stack gap="xs" mt="xs">
          {SCOPES.map((scope) => (
            <Checkbox key={scope} value={scope} label={t(`apiKeys.scope.${scope}`)} description={scope} />
          ))}
        </Stack>
      </Checkbox.Group>
    </DialogForm>
  );
}
