import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import type { components } from '@/api/schema';

export type Sender = components['schemas']['Sender'];
export type NewSender = components['schemas']['NewSender'];
export type Health = components['schemas']['Health'];
export type Tried = components['schemas']['Tried'];
export type Check = components['schemas']['Check'];

export const sendersQuery = pagedQuery(['senders', 'list'], () => answer(client.GET('/api/v1/senders')));

export function senderQuery(sender_id: string) {
  return queryOptions({
    queryKey: ['senders', 'page', sender_id],
    queryFn: () => answer(client.GET('/api/v1/senders/{sender_id}', at(sender_id))),
  });
}

export function domainQuery(sender_id: string, domain: string) {
  return queryOptions({
    queryKey: ['senders', 'domain', sender_id, domain],
    queryFn: () => answer(client.GET('/api/v1/senders/{sender_id}/domain', at(sender_id))),
    staleTime: 60_000,
  });
}

/** A new profile, or the one that is edited from the version that was read. */
export function saveSender(body: NewSender, edited?: Sender) {
  if (!edited) return answer(client.POST('/api/v1/senders', { body }));
  const headers = { 'If-Match': `"${edited.version}"` };
  return answer(client.PUT('/api/v1/senders/{sender_id}', { ...at(edited.id), body, headers }));
}

export function deleteSender(sender_id: string) {
  return answer(client.DELETE('/api/v1/senders/{sender_id}', at(sender_id)));
}

export function resumeSender(sender_id: string) {
  return answer(client.POST('/api/v1/senders/{sender_id}/resumption', at(sender_id)));
}

export function trySender(sender_id: string, to: string) {
  return answer(client.POST('/api/v1/senders/{sender_id}/trials', { ...at(sender_id), body: { to } }));
}

function at(sender_id: string) {
  return { params: { path: { sender_id } } };
}
