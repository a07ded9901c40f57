import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import type { components } from '@/api/schema';

import type { Label } from '@/ui/label-tag';
export type LeadReading = components['schemas']['LeadReading'];
export type NoteLabel = components['schemas']['NoteLabel'];
export type NoteRow = components['schemas']['NoteRow'];
export type Report = components['schemas']['NoteReport'];
export type Rules = components['schemas']['NoteReading'];
export type RulesDraft = components['schemas']['NoteReadingDraft'];
export type Period = { first: string; last: string; centre_id?: string };
export type Behind = { day: string; centre_id?: string; label?: Label; agent_id?: string };

export function readingQuery(lead_id: string) {
  return queryOptions({
    queryKey: ['leads', 'score', lead_id],
    queryFn: () => answer(client.GET('/api/v1/leads/{lead_id}/score', { params: { path: { lead_id } } })),
  });
}

export function sayLabel(lead_id: string, note_id: string, label: Label) {
  return answer(client.PUT('/api/v1/leads/{lead_id}/label', { params: { path: { lead_id } }, body: { note_id, label } }));
}

export function reportQuery(period: Period) {
  return queryOptions({
    queryKey: ['note-report', period],
    queryFn: () => answer(client.GET('/api/v1/note-report', { params: { query: period } })),
  });
}

export function notesQuery(behind: Behind) {
  return pagedQuery(['note-report', 'notes', behind], (cursor) =>
    answer(client.GET('/api/v1/note-report/notes', { params: { query: { ...behind, cursor } } })),
  );
}

export const rulesQuery = queryOptions({
  queryKey: ['note-reading'],
  queryFn: () => answer(client.GET('/api/v1/note-reading')),
});

export function rule(body: RulesDraft) {
  return answer(client.PUT('/api/v1/note-reading', { body }));
}

export function readNow() {
  return answer(client.POST('/api/v1/note-reading/run'));
}

export function tryOut(text: string) {
  return answer(client.POST('/api/v1/note-reading/trial', { body: { text } }));
}
