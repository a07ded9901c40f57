import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import type { components } from '@/api/schema';

export type Call = components['schemas']['CallRow'];
export type Leg = Call['legs'][number];
export type Turn = components['schemas']['TurnSaid'];
export type Line = components['schemas']['LineSettings'];
export type LineDraft = components['schemas']['LineDraft'];
export type CallFilters = { days: 1 | 7 | 31; centre_id?: string; agent_id?: string };

const WHILE_ON_THE_LINE_MS = 2_000;

export const telephoneQuery = queryOptions({
  queryKey: ['telephone'],
  queryFn: () => answer(client.GET('/api/v1/telephone')),
  staleTime: 5 * 60_000,
});

/** Under `leads`, so that the live socket refreshes it; and asked for again while somebody is on the line. */
export function leadCallsQuery(lead_id: string) {
  return queryOptions({
    queryKey: ['leads', 'calls', lead_id],
    queryFn: () => answer(client.GET('/api/v1/leads/{lead_id}/calls', { params: { path: { lead_id } } })),
    select: (page) => page.items,
    refetchInterval: (query) => (query.state.data?.items.some((call) => call.is_live) ? WHILE_ON_THE_LINE_MS : false),
  });
}

export function callsQuery({ days, ...query }: CallFilters) {
  return queryOptions({
    queryKey: ['leads', 'callLog', days, query],
    queryFn: () => {
      const before = new Date(Date.now() + 60_000);
      const after = new Date(before.getTime() - days * 86_400_000 + 60_000);
      return answer(client.GET('/api/v1/calls', { params: { query: { ...query, after: after.toISOString(), before: before.toISOString() } } }));
    },
  });
}

export function dial(lead_id: string, key: string, way: 'hand' | null) {
  return answer(client.POST('/api/v1/leads/{lead_id}/calls', { params: { path: { lead_id } }, body: { key, way } }));
}

export function hangUp(lead_id: string, call_id: string) {
  return answer(client.DELETE('/api/v1/leads/{lead_id}/calls/{call_id}', { params: { path: { lead_id, call_id } } }));
}

/** The address from which the recording is heard; good for five minutes, and told in the history. `leg`: of one part of a call that was handed on. */
export function openRecording(lead_id: string, call_id: string, leg?: string) {
  return answer(client.POST('/api/v1/leads/{lead_id}/calls/{call_id}/recordings', { params: { path: { lead_id, call_id }, query: { leg } } }));
}

/** What was said. That somebody reads it is told in the history. */
export function openTranscript(lead_id: string, call_id: string) {
  return answer(client.POST('/api/v1/leads/{lead_id}/calls/{call_id}/transcripts', { params: { path: { lead_id, call_id } } }));
}

export const lineQuery = queryOptions({
  queryKey: ['telephony'],
  queryFn: () => answer(client.GET('/api/v1/telephony')),
});

export function saveLine(body: LineDraft, version: number) {
  return answer(client.PUT('/api/v1/telephony', { headers: { 'If-Match': `"${version}"` }, body }));
}

export const staffQuery = queryOptions({
  queryKey: ['users', 'staff'],
  queryFn: () => answer(client.GET('/api/v1/users', { params: { query: { limit: 100 } } })),
  select: (page) => page.items.filter((user) => user.state !== 'disabled' && user.centre_id !== null),
});
