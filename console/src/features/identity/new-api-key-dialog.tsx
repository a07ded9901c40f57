import { Checkbox, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DialogForm } from '@/ui/dialog-form';
import { SecretDialog } from '@/ui/secret-dialog';
import { showProblem, unplaced } from '@/ui/show-problem';
import { apiKeysQuery, createApiKey, SCOPES, type NewApiKey } from './api-keys';

export function NewApiKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const known = useInfiniteQuery(apiKeysQuery).data ?? [];
  const form = useForm<NewApiKey>({ initialValues: { name: '', scopes: ['leads.write'], follows_id: null } });
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
      error={unplaced(create.error, ['name', 'scopes', 'follows_id'])}
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
      {known.length > 0 && (
        <Select
          label={t('apiKeys.follows')}
          description={t('apiKeys.followsHint')}
          placeholder={t('apiKeys.followsNone')}
          data={known.map((key) => ({ value: key.id, label: `${key.name} (${key.hint})` }))}
          clearable
          {...form.getInputProps('follows_id')}
        />
      )}
    </DialogForm>
  );
}
