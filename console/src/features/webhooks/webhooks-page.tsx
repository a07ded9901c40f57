import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { List, type Column } from '@/ui/list';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Tag } from '@/ui/tag';
import { NewWebhookDialog } from './new-webhook-dialog';
import { webhooksQuery, type Webhook } from './webhooks';

export function WebhooksPage() {
  const { t } = useTranslation();
  const [creating, dialog] = useDisclosure(false);
  const webhooks = useInfiniteQuery(webhooksQuery);

  const columns: Column<Webhook>[] = [
    {
      key: 'url',
      header: t('webhooks.url'),
      cell: (webhook) => (
        <>
          <Link to="/webhooks/$webhookId" params={{ webhookId: webhook.id }}>
            {webhook.description || webhook.url}
          </Link>
          {webhook.description && (
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {webhook.url}
            </Text>
          )}
        </>
      ),
    },
    { key: 'facts', header: t('webhooks.facts'), cell: (webhook) => webhook.facts.join(', ') },
    {
      key: 'state',
      header: t('webhooks.state'),
      cell: (webhook) => (
        <Tag tone={webhook.state === 'on' ? 'moss' : 'stone'}>{t(`webhooks.states.${webhook.state}`)}</Tag>
      ),
    },
    { key: 'created', header: t('common.created'), cell: (webhook) => <Moment at={webhook.created_at} /> },
  ];
  return (
    <Page
      title={t('nav.webhooks')}
      lead={t('webhooks.lead')}
      actions={
        <Button leftSection={<IconPlus size={18} />} onClick={dialog.open}>
          {t('webhooks.new')}
        </Button>
      }
    >
      <List
        label={t('nav.webhooks')}
        source={webhooks}
        columns={columns}
        rowKey={(webhook) => webhook.id}
        empty={<Empty icon={<IconWebhook />} title={t('webhooks.empty')} text={t('webhooks.emptyText')} />}
      />
      {creating && <NewWebhookDialog onClose={dialog.close} />}
    </Page>
  );
}
