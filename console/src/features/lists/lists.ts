import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import type { components } from '@/api/schema';

export type MarketingList = components['schemas']['MarketingList'];
export type ListDraft = components['schemas']['ListDraft'];
export type Rule = components['schemas']['Rule'];
export type Condition = components['schemas']['Condition'];
export type Member = components['schemas']['Member'];

export const listsQuery = pagedQuery(['lists', 'list'], () => answer(client.GET('/api/v1/lists')));

export function listQuery(list_id: string) {
  return queryOptions({
    queryKey: ['lists', 'page', list_id],
    queryFn: () => answer(client.GET('/api/v1/lists/{list_id}', at(list_id))),
  });
}

/** A new list, or the one that is edited from the version that was read. */
export function saveList(body: ListDraft, edited?: MarketingList) {
  if (!edited) return answer(client.POST('/api/v1/lists', { body }));
  const headers = { 'If-Match': `"${edited.version}"` };
  return answer(client.PUT('/api/v1/lists/{list_id}', { ...at(edited.id), body, headers }));
}

export function deleteList(list_id: string) {
  return answer(client.DELETE('/api/v1/lists/{list_id}', at(list_id)));
}

export function membersQuery(list_id: string) {
  return pagedQuery(['lists', 'members', list_id], (cursor) =>
    answer(client.GET('/api/v1/lists/{list_id}/members', { params: { path: { list_id }, query: { cursor } } })),
  );
}

/** How many a rule fits now: each page is one stretch of time that the API looked through. */
export function countOf(rule: Rule, centre_id: string | null, cursor: string | undefined) {
  return answer(client.POST('/api/v1/lists/count', { body: { rule, centre_id, cursor: cursor ?? null } }));
}

export function addMembers(list_id: string, lead_ids: string[]) {
  return answer(client.POST('/api/v1/lists/{list_id}/members', { ...at(list_id), body: { lead_ids } }));
}

/** The lists that the lead's person is on. Read anew with whatever else is known of leads. */
export function leadListsQuery(lead_id: string) {
  return queryOptions({
    queryKey: ['leads', 'lists', lead_id],
    queryFn: () => answer(client.GET('/api/v1/leads/{lead_id}/lists', { params: { path: { lead_id } } })).then((page) => page.items),
  });
}

export function putOnLists(lead_id: string, body: { add: string[]; remove: string[] }) {
  return answer(client.PUT('/api/v1/leads/{lead_id}/lists', { params: { path: { lead_id } }, body })).then((page) => page.items);
}

function at(list_id: string) {
  return { params: { path: { list_id } } };
}
