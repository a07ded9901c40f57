import { Button, Skeleton, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconSend, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '@/ui/confirm-button';
import { Facts } from '@/ui/facts';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { Tag } from '@/ui/tag';
import { LinkAnchor } from '@/ui/links';
import { Deliveries } from './deliveries';
import { deleteWebhook, testWebhook, webhookQuery, type Webhook } from './webhooks';

type WebhookPageProps = { webhookId: string; missing: (error: Error, retry: () => void) => ReactNode };

export function WebhookPage({ webhookId, missing }: WebhookPageProps) {
  const { t } = useTranslation();
  const webhook = useQuery(webhookQuery(webhookId));
  const back = (
    <LinkAnchor to="/webhooks" inherit>
      {t('nav.webhooks')}
    </LinkAnchor>
  );
  if (webhook.error && !webhook.data) return missing(webhook.error, () => void webhook.refetch());
  if (!webhook.data) {
    return (
      <Page title={t('webhooks.one')} back={back}>
        <Skeleton height={260} radius="lg" role="status" aria-label={t('common.loading')} />
      </Page>
    );
  }
  const { data } = webhook;
  return (
    <Page
      title={data.description || t('webhooks.one')}
      lead={data.url}
      back={back}
      badge={<Tag tone={data.state === 'on' ? 'moss' : 'stone'}>{t(`webhooks.states.${data.state}`)}</Tag>}
      actions={<Actions webhook={data} />}
    >
      <Stack>
        <Panel>
          <Facts
            facts={[
              { label: t('webhooks.facts'), value: data.facts.join(', ') },
              { label: t('common.created'), value: <Moment at={data.created_at} exact /> },
            ]}
          />
        </Panel>
        <Deliveries webhookId={webhookId} />
      </Stack>
    </Page>
  );
}

function Actions({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const test = useMutation({
    mutationFn: () => testWebhook(webhook.id),
    onSuccess: () => {
      notifications.show({ message: t('webhooks.testSent') });
      void queries.invalidateQueries({ queryKey: ['webhooks', 'deliveries', webhook.id] });
    },
    onError: (error) => notifications.show({ color: 'brick', message: error.message }),
  });
  const remove = useMutation({
    mutationFn: () => deleteWebhook(webhook.id),
    onSuccess: async () => {
      await navigate({ to: '/webhooks' });
      queries.removeQueries({ queryKey: ['webhooks', 'page', webhook.id] });
      await queries.invalidateQueries({ queryKey: ['webhooks', 'list'] });
    },
  });
  return (
    <>
      <Button leftSection={<IconSend size={17} />} loading={test.isPending} onClick={() => test.mutate()}>
        {t('webhooks.test')}
      </Button>
      <ConfirmButton
        leftSection={<IconTrash size={17} />}
        title={t('webhooks.deleteTitle')}
        text={t('webhooks.deleteText', { url: webhook.url })}
        action={t('webhooks.delete')}
        mutation={remove}
      >
        {t('webhooks.delete')}
      </ConfirmButton>
    </>
  );
}
