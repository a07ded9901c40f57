import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import type { components } from '@/api/schema';

export type Webhook = components['schemas']['Webhook'];
export type NewWebhook = components['schemas']['NewWebhook'];
export type Delivery = components['schemas']['Delivery'];

export const FACTS = [
  'lead.opened',
  'lead.email_confirmed',
  'lead.routed',
  'lead.assigned',
  'lead.contacted',
  'lead.callback_planned',
  'lead.callback_missed',
  'lead.not_reached',
  'lead.confirmed',
  'lead.rejected',
  'lead.unreachable',
  'lead.reopened',
  'lead.corrected',
  'batch.ended',
  'lead.bounced',
  'lead.expired',
  'alert.raised',
  'alert.ended',
] as const;

export const webhooksQuery = pagedQuery(['webhooks', 'list'], () => answer(client.GET('/api/v1/webhooks')));

export function webhookQuery(webhook_id: string) {
  return queryOptions({
    queryKey: ['webhooks', 'page', webhook_id],
    queryFn: () => answer(client.GET('/api/v1/webhooks/{webhook_id}', at(webhook_id))),
  });
}

export function deliveriesQuery(webhook_id: string) {
  return pagedQuery(['webhooks', 'deliveries', webhook_id], (cursor) =>
    answer(
      client.GET('/api/v1/webhooks/{webhook_id}/deliveries', { params: { path: { webhook_id }, query: { cursor } } }),
    ),
  );
}

export function createWebhook(body: NewWebhook) {
  return answer(client.POST('/api/v1/webhooks', { body }));
}

export function deleteWebhook(webhook_id: string) {
  return answer(client.DELETE('/api/v1/webhooks/{webhook_id}', at(webhook_id)));
}

export function testWebhook(webhook_id: string) {
  return answer(client.POST('/api/v1/webhooks/{webhook_id}/tests', at(webhook_id)));
}

export function replayDelivery(webhook_id: string, delivery_id: string) {
  return answer(
    client.POST('/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/replays', {
      params: { path: { webhook_id, delivery_id } },
    }),
  );
}

function at(webhook_id: string) {
  return { params: { path: { webhook_id } } };
}
