import { Button, Text, Title } from '@mantine/core';
import { IconMailbox, IconRotate } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { List, type Column } from '@/ui/list';
import { Moment } from '@/ui/moment';
import { Tag } from '@/ui/tag';
import { notifications } from '@mantine/notifications';
import { deliveriesQuery, replayDelivery, type Delivery } from './webhooks';

const TONES = { waiting: 'brass', delivered: 'moss', failed: 'brick' } as const;
const REFRESH_MS = 5_000;

export function Deliveries({ webhookId }: { webhookId: string }) {
  const { t } = useTranslation();
  const deliveries = useInfiniteQuery({
    ...deliveriesQuery(webhookId),
    // A retry happens without anybody's doing, so the list looks again while something is under way.
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some((delivery) => delivery.state === 'waiting'))
        ? REFRESH_MS
        : false,
  });

  const columns: Column<Delivery>[] = [
    { key: 'fact', header: t('deliveries.fact'), cell: (delivery) => <strong>{delivery.fact}</strong> },
    {
      key: 'state',
      header: t('deliveries.state'),
      phone: 'bare',
      cell: (delivery) => <Tag tone={TONES[delivery.state]}>{t(`deliveries.states.${delivery.state}`)}</Tag>,
    },
    { key: 'attempts', header: t('deliveries.attempts'), cell: (delivery) => delivery.attempts },
    { key: 'answer', header: t('deliveries.answer'), cell: (delivery) => <Answer delivery={delivery} /> },
    {
      key: 'next',
      header: t('deliveries.next'),
      cell: (delivery) => (delivery.next_attempt_at ? <Moment at={delivery.next_attempt_at} exact /> : '—'),
    },
    { key: 'created', header: t('common.created'), cell: (delivery) => <Moment at={delivery.created_at} /> },
    {
      key: 'replay',
      header: t('common.actions'),
      phone: 'bare',
      cell: (delivery) =>
        delivery.state === 'waiting' ? null : <Replay webhookId={webhookId} deliveryId={delivery.id} />,
    },
  ];
  return (
    <section>
      <Title order={2} mb="sm">
        {t('deliveries.title')}
      </Title>
      <List
        label={t('deliveries.title')}
        source={deliveries}
        columns={columns}
        rowKey={(delivery) => delivery.id}
        empty={<Empty icon={<IconMailbox />} title={t('deliveries.empty')} text={t('deliveries.emptyText')} />}
      />
    </section>
  );
}

function Answer({ delivery }: { delivery: Delivery }) {
  if (!delivery.last_status && !delivery.last_error) return '—';
  return (
    <>
      {delivery.last_status}
      {delivery.last_error && (
        <Text size="sm" c="dimmed">
          {delivery.last_error}
        </Text>
      )}
    </>
  );
}

function Replay({ webhookId, deliveryId }: { webhookId: string; deliveryId: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const replay = useMutation({
    mutationFn: () => replayDelivery(webhookId, deliveryId),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['webhooks', 'deliveries', webhookId] }),
    onError: (error) => notifications.show({ color: 'brick', message: error.message }),
  });
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconRotate size={15} />}
      loading={replay.isPending}
      onClick={() => replay.mutate()}
    >
      {t('deliveries.replay')}
    </Button>
  );
}
