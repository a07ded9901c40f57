import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import type { components } from '@/api/schema';

export type TextLine = components['schemas']['TextLine'];
export type NewTextLine = components['schemas']['NewTextLine'];

export type StrayText = components['schemas']['StrayText'];

export const linesQuery = pagedQuery(['text-lines', 'list'], () => answer(client.GET('/api/v1/text-lines')));

export const straysQuery = pagedQuery(['text-lines', 'strays'], () => answer(client.GET('/api/v1/text-lines/strays')));

export function saveLine(body: NewTextLine, edited?: TextLine) {
  if (!edited) return answer(client.POST('/api/v1/text-lines', { body }));
  const headers = { 'If-Match': `"${edited.version}"` };
  return answer(client.PUT('/api/v1/text-lines/{line_id}', { ...at(edited.id), body, headers }));
}

export function deleteLine(line_id: string) {
  return answer(client.DELETE('/api/v1/text-lines/{line_id}', at(line_id)));
}

export function tryLine(line_id: string, to: string) {
  return answer(client.POST('/api/v1/text-lines/{line_id}/trials', { ...at(line_id), body: { to } }));
}

function at(line_id: string) {
  return { params: { path: { line_id } } };
}
