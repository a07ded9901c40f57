import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import type { components } from '@/api/schema';
import type { HeldFilters } from './reasons';

export type HeldPost = components['schemas']['HeldPost'];

export function quarantineQuery(filters: HeldFilters) {
  return pagedQuery(['quarantine', filters], (cursor) =>
    answer(client.GET('/api/v1/quarantine', { params: { query: { ...filters, cursor } } })),
  );
}

export function releasePost(post_id: string) {
  return answer(client.POST('/api/v1/quarantine/{post_id}/release', { params: { path: { post_id } } }));
}

export function clearPosts(body: HeldFilters & { until: string }) {
  return answer(client.POST('/api/v1/quarantine/clearing', { body: { form_id: null, reason: null, ...body } }));
}

export function dropPost(post_id: string) {
  return answer(client.DELETE('/api/v1/quarantine/{post_id}', { params: { path: { post_id } } }));
}
