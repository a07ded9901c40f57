import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import type { components } from '@/api/schema';
import type { Label } from '@/ui/label-tag';
import type { LeadStage, LeadState } from '@/ui/lead-state';

export type LeadRow = components['schemas']['LeadRow'] & Partial<Pick<components['schemas']['ScoredLead'], 'label' | 'score' | 'scored_at'>>;
export type Level = components['schemas']['Warmth']['level'];
export type Lead = components['schemas']['LeadPage'];
export type Claim = components['schemas']['Claim'];
export type TimelineRow = Lead['timeline'][number];

export type LeadFilters = {
  state?: LeadState;
  stage?: LeadStage;
  centre_id?: string;
  form_id?: string;
  agent_id?: string;
  tag_id?: string;
  label?: Label;
  level?: Level;
  order?: 'score';
  list_id?: string;
};

/** The newest first; by label, level or score only those of which a note was read, the warmest first. */
export function leadsQuery({ order, label, level, ...filters }: LeadFilters) {
  const byScore = Boolean(order ?? label ?? level);
  return pagedQuery(['leads', 'list', byScore, { label, level, ...filters }], async (cursor): Promise<{ items: LeadRow[]; cursor: string | null }> =>
    byScore
      ? answer(client.GET('/api/v1/leads/scored', { params: { query: { ...filters, label, level, cursor } } }))
      : answer(client.GET('/api/v1/leads', { params: { query: { ...filters, cursor } } })),
  );
}

export function leadQuery(lead_id: string) {
  return queryOptions({
    queryKey: ['leads', 'page', lead_id],
    queryFn: () => answer(client.GET('/api/v1/leads/{lead_id}', at(lead_id))),
  });
}

export function claimLead(lead_id: string) {
  return answer(client.POST('/api/v1/leads/{lead_id}/claim', at(lead_id)));
}

/** Kept alive by the browser, so that closing the tab frees the lead too. */
export function releaseLead(lead_id: string) {
  return answer(client.DELETE('/api/v1/leads/{lead_id}/claim', { ...at(lead_id), keepalive: true }));
}

/** A manager works on it from now on, whoever has it open. */
export function takeOverLead(lead_id: string) {
  return answer(client.PUT('/api/v1/leads/{lead_id}/claim', at(lead_id)));
}

export function tagLead(lead_id: string, body: { add: string[]; remove: string[] }) {
  return answer(client.PUT('/api/v1/leads/{lead_id}/tags', { ...at(lead_id), body }));
}

/** The agents of a centre, with what each holds. */
export function seatsQuery(centre_id: string) {
  return queryOptions({
    queryKey: ['centres', 'seats', centre_id],
    queryFn: () => answer(client.GET('/api/v1/centres/{centre_id}/seats', { params: { path: { centre_id } } })),
    select: (seats) => seats.items,
  });
}

export function assignLead(lead_id: string, agent_id: string) {
  return answer(client.POST('/api/v1/leads/{lead_id}/assignment', { ...at(lead_id), body: { agent_id } }));
}

export function returnLead(lead_id: string) {
  return answer(client.DELETE('/api/v1/leads/{lead_id}/assignment', at(lead_id)));
}

export function reopenLead(lead_id: string, body: { key: string; reason: string }) {
  return answer(client.POST('/api/v1/leads/{lead_id}/reopening', { ...at(lead_id), body }));
}

/** The person said otherwise than by the link that the address is theirs. */
export function confirmAddress(lead_id: string, body: { key: string; reason: string }) {
  return answer(client.POST('/api/v1/leads/{lead_id}/confirmation', { ...at(lead_id), body }));
}

/** The address from which the browser saves the file; good for a minute, and told in the history. */
export function openFile(lead_id: string, file_id: string) {
  return answer(client.POST('/api/v1/leads/{lead_id}/files/{file_id}/openings', { params: { path: { lead_id, file_id } } }));
}

function at(lead_id: string) {
  return { params: { path: { lead_id } } };
}

/** What a manager may do with a lead in this state. */
export const MANAGED: Record<'confirm' | 'assign' | 'return' | 'reopen', readonly LeadState[]> = {
  confirm: ['pending', 'expired', 'bounced'],
  assign: ['ready', 'assigned', 'in_progress', 'callback'],
  return: ['assigned', 'in_progress', 'callback'],
  reopen: ['confirmed', 'rejected', 'unreachable'],
};
