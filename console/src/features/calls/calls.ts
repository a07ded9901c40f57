import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import type { components } from '@/api/schema';

type LeadPage = components['schemas']['LeadPage'];

export type Outcome = LeadPage['outcomes'][number];
export type OutcomeKind = Outcome['kind'];
export type OutcomeField = Outcome['fields'][number];
export type RejectionReason = NonNullable<NewOutcome['reason']>;
export type NewOutcome = components['schemas']['OutcomeDraft'];
export type Permission = LeadPage['permission'];
export type QueuedLead = components['schemas']['LeadRow'];
export type ReportedLead = Pick<LeadPage, 'id' | 'name' | 'outcomes' | 'state' | 'permission'>;

export const REASONS: RejectionReason[] = [
  'not_interested',
  'wrong_number',
  'duplicate',
  'not_eligible',
  'refused_consent',
  'other',
];

export const QUEUE_FILTERS = ['form_id', 'tag_id', 'list_id', 'everybody'] as const;
/** `everybody`: whom the lists of the centre leave out, too. */
export type QueueFilters = { form_id?: string; tag_id?: string; list_id?: string; everybody?: true };

const ALL: QueueFilters = {};

/** One's open leads in working order; filters leave some out and change nothing of the order. */
export function queueQuery(filters = ALL) {
  return queryOptions({
    queryKey: ['leads', 'queue', filters],
    queryFn: () => answer(client.GET('/api/v1/queue', { params: { query: filters } })),
  });
}

export function saveNote(lead_id: string, body: { key: string; text: string; tags: string[] }) {
  return answer(client.POST('/api/v1/leads/{lead_id}/notes', { params: { path: { lead_id } }, body }));
}

export function recordOutcome(lead_id: string, body: NewOutcome) {
  return answer(client.POST('/api/v1/leads/{lead_id}/outcomes', { params: { path: { lead_id } }, body }));
}

/** Whether nobody calls the person's number any more; the reason becomes a note. */
export function keepNumberBlocked(lead_id: string, body: { blocked: boolean; key: string; reason: string }) {
  return answer(client.PUT('/api/v1/leads/{lead_id}/do-not-call', { params: { path: { lead_id } }, body }));
}
