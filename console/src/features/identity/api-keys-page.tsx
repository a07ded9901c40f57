import { Button, Code } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '@/ui/confirm-button';
import { Empty } from '@/ui/empty';
import { List, type Column } from '@/ui/list';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { apiKeysQuery, revokeApiKey, type ApiKey } from './api-keys';
import { NewApiKeyDialog } from './new-api-key-dialog';

export function ApiKeysPage() {
  const { t } = useTranslation();
  const [creating, dialog] = useDisclosure(false);
  const keys = useInfiniteQuery(apiKeysQuery);

  const columns: Column<ApiKey>[] = [
    { key: 'name', header: t('apiKeys.name'), cell: (key) => <strong>{key.name}</strong> },
    { key: 'hint', header: t('apiKeys.hint'), cell: (key) => <Code>{key.hint}</Code> },
    {
      key: 'scopes',
      header: t('apiKeys.scopes'),
      cell: (key) => key.scopes.map((scope) => t(`apiKeys.scope.${scope}`)).join(', '),
    },
    { key: 'created', header: t('common.created'), cell: (key) => <Moment at={key.created_at} /> },
    {
      key: 'used',
      header: t('apiKeys.lastUsed'),
      cell: (key) => (key.last_used_at ? <Moment at={key.last_used_at} /> : t('apiKeys.never')),
    },
    { key: 'actions', header: t('common.actions'), phone: 'bare', cell: (key) => <Revoke apiKey={key} /> },
  ];
  return (
    <Page
      title={t('nav.apiKeys')}
      lead={t('apiKeys.lead')}
      actions={
        <Button leftSection={<IconPlus size={18} />} onClick={dialog.open}>
          {t('apiKeys.new')}
        </Button>
      }
    >
      <List
        label={t('nav.apiKeys')}
        source={keys}
        columns={columns}
        rowKey={(key) => key.id}
        empty={<Empty icon={<IconKey />} title={t('apiKeys.empty')} text={t('apiKeys.emptyText')} />}
      />
      {creating && <NewApiKeyDialog onClose={dialog.close} />}
    </Page>
  );
}

function Revoke({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeApiKey(apiKey.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  return (
    <ConfirmButton
      size="xs"
      title={t('apiKeys.revokeTitle', { name: apiKey.name })}
      text={t('apiKeys.revokeText')}
      action={t('apiKeys.revoke')}
      mutation={revoke}
    >
      {t('apiKeys.revoke')}
    </ConfirmButton>
  );
}
