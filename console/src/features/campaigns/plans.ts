import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import type { components } from '@/api/schema';

export type Plan = components['schemas']['Plan'];
export type PlanPage = components['schemas']['PlanPage'];
export type PlanDraft = components['schemas']['PlanDraft'];
export type Step = components['schemas']['Step'];
export type Relance = components['schemas']['Relance'];
export type Sendable = components['schemas']['Sendable'];
export type Channel = Step['channel'];

export const CHANNELS: readonly Channel[] = ['mail', 'sms', 'whatsapp'];
export const MOST_STEPS = 8;

export const plansQuery = pagedQuery(['relance-plans', 'list'], () => answer(client.GET('/api/v1/relance-plans')));

export function planQuery(plan_id: string) {
  return queryOptions({
    queryKey: ['relance-plans', 'page', plan_id],
    queryFn: () => answer(client.GET('/api/v1/relance-plans/{plan_id}', at(plan_id))),
  });
}

/** The lines by which texts leave, to choose among. */
export const linesQuery = queryOptions({
  queryKey: ['text-lines', 'lookup'],
  queryFn: () => answer(client.GET('/api/v1/text-lines')).then((page) => page.items),
});

/** A new plan, or the one that is edited from the version that was read. */
export function savePlan(body: PlanDraft, edited?: PlanPage) {
  if (!edited) return answer(client.POST('/api/v1/relance-plans', { body }));
  const headers = { 'If-Match': `"${edited.version}"` };
  return answer(client.PUT('/api/v1/relance-plans/{plan_id}', { ...at(edited.id), body, headers }));
}

export function deletePlan(plan_id: string) {
  return answer(client.DELETE('/api/v1/relance-plans/{plan_id}', at(plan_id)));
}

export function relancesQuery(lead_id: string) {
  return queryOptions({
    queryKey: ['leads', 'relances', lead_id],
    queryFn: () => answer(client.GET('/api/v1/leads/{lead_id}/relances', { params: { path: { lead_id } } })),
  });
}

export function sendRelance(lead_id: string, key: string, plan_id: string, step: number) {
  return answer(client.POST('/api/v1/leads/{lead_id}/relances', { params: { path: { lead_id } }, body: { key, plan_id, step } }));
}

export function stopRelance(lead_id: string, relance_id: string) {
  return answer(client.DELETE('/api/v1/leads/{lead_id}/relances/{relance_id}', { params: { path: { lead_id, relance_id } } }));
}

function at(plan_id: string) {
  return { params: { path: { plan_id } } };
}
