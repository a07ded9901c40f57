import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import type { components } from '@/api/schema';

export type Distribution = components['schemas']['Distribution'];
export type Rules = components['schemas']['Rules'];
export type Method = Distribution['method'];
export type Seat = components['schemas']['Seat'];
export type SeatDraft = components['schemas']['SeatDraft'];
export type Handover = components['schemas']['Handover'];
export type Fairness = components['schemas']['Fairness'];
export type PauseReason = components['schemas']['PauseReason'];
export type FormNeeds = components['schemas']['FormNeeds'];
export type ReturnReason = components['schemas']['ReturnDraft']['reason'];

export const RETURN_REASONS: ReturnReason[] = ['language', 'skill', 'known_person', 'absence', 'other'];

export function distributionQuery(centre_id: string) {
  return queryOptions({
    queryKey: ['distribution', centre_id, 'rules'],
    queryFn: () => answer(client.GET('/api/v1/centres/{centre_id}/distribution', { params: { path: { centre_id } } })),
  });
}

/** Refused with 412 when somebody else wrote the rules after this version. */
export function saveDistribution(centre_id: string, version: number, method: Method, rules: Rules) {
  const params = { path: { centre_id } };
  const headers = { 'If-Match': `"${version}"` };
  return answer(client.PUT('/api/v1/centres/{centre_id}/distribution', { params, headers, body: { method, rules } }));
}

export function seatsQuery(centre_id: string) {
  return queryOptions({
    queryKey: ['distribution', centre_id, 'seats'],
    queryFn: () => answer(client.GET('/api/v1/centres/{centre_id}/seats', { params: { path: { centre_id } } })).then((page) => page.items),
    refetchInterval: 20_000,
  });
}

export function saveSeat(centre_id: string, agent_id: string, body: SeatDraft) {
  return answer(client.PUT('/api/v1/centres/{centre_id}/seats/{agent_id}', { params: { path: { centre_id, agent_id } }, body }));
}

export function handoversQuery(centre_id: string) {
  return queryOptions({
    queryKey: ['distribution', centre_id, 'handovers'],
    queryFn: () => answer(client.GET('/api/v1/centres/{centre_id}/handovers', { params: { path: { centre_id } } })).then((page) => page.items),
    // While one is being worked off its progress is watched.
    refetchInterval: (query) => (query.state.data?.some((one) => one.state === 'working') ? 1500 : false),
  });
}

/** To a colleague, or to the pool (null). The same key asks for the same handover once. */
export function handOver(centre_id: string, key: string, from_agent_id: string, to_agent_id: string | null) {
  return answer(client.POST('/api/v1/centres/{centre_id}/handovers', { params: { path: { centre_id } }, body: { key, from_agent_id, to_agent_id } }));
}

export function fairnessQuery(centre_id: string, days: number) {
  return queryOptions({
    queryKey: ['distribution', centre_id, 'fairness', days],
    queryFn: () => answer(client.GET('/api/v1/centres/{centre_id}/fairness', { params: { path: { centre_id }, query: { days } } })),
  });
}

export function takeNext() {
  return answer(client.POST('/api/v1/queue/next'));
}

export function giveBack(lead_id: string, reason: ReturnReason, note: { key: string; text: string } | null) {
  return answer(client.POST('/api/v1/leads/{lead_id}/returns', { params: { path: { lead_id } }, body: { reason, note } }));
}
