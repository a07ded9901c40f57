import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import type { components } from '@/api/schema';
import { Problem } from '@/lib/problem';

export type Form = components['schemas']['Form'];
export type FormDraft = components['schemas']['FormDraft'];
export type Field = components['schemas']['FieldDefinition'];
export type Snippets = components['schemas']['Snippets'];
export type Funnel = components['schemas']['Funnel'];
export type Changed = components['schemas']['Changed'];

export const FORM_TONES = { draft: 'stone', published: 'moss', closed: 'brick', archived: 'stone' } as const;

export const formsQuery = pagedQuery(['forms', 'list'], () => answer(client.GET('/api/v1/forms')));

export function formQuery(form_id: string) {
  return queryOptions({
    queryKey: ['forms', 'page', form_id],
    queryFn: () => answer(client.GET('/api/v1/forms/{form_id}', { params: { path: { form_id } } })),
  });
}

export function editionsQuery(form_id: string) {
  return queryOptions({
    queryKey: ['forms', 'editions', form_id],
    queryFn: () => answer(client.GET('/api/v1/forms/{form_id}/editions', { params: { path: { form_id } } })),
  });
}

/** Each edition has its own. */
export function snippetsQuery(form_id: string, edition: number) {
  return queryOptions({
    queryKey: ['forms', 'snippets', form_id, edition],
    queryFn: () => answer(client.GET('/api/v1/forms/{form_id}/snippets', { params: { path: { form_id } } })),
  });
}

export function funnelQuery(form_id: string, days: number) {
  return queryOptions({
    queryKey: ['forms', 'funnel', form_id, days],
    queryFn: () => answer(client.GET('/api/v1/forms/{form_id}/funnel', { params: { path: { form_id }, query: { days } } })),
  });
}

export const sendersQuery = queryOptions({
  queryKey: ['senders', 'lookup'],
  queryFn: () => answer(client.GET('/api/v1/senders')).then((page) => page.items),
});

export type PreviewedPage = 'form' | 'thanks';
type Previewed = { page: string | null; errors: Record<string, string> };

/** The page as visitors would get it, or what the API says against the draft. */
export function previewQuery(draft: FormDraft, page: PreviewedPage) {
  return queryOptions({
    queryKey: ['forms', 'preview', page, draft],
    queryFn: () =>
      answer(client.POST('/api/v1/form-previews', { body: { draft, page } })).then(
        (preview): Previewed => ({ page: preview.page, errors: {} }),
        (error: unknown): Previewed => ({ page: null, errors: faults(error) }),
      ),
    gcTime: 0,
  });
}

/** What the API says against a draft, by place; any other error goes on. */
export function faults(error: unknown) {
  if (!(error instanceof Problem) || error.status !== 422) throw error;
  const named = Object.entries(error.fields).map(([place, message]) => [place.replace(/^draft\.?/, ''), message]);
  return named.length > 0 ? (Object.fromEntries(named) as Record<string, string>) : { '': error.message };
}

export function createForm(body: FormDraft) {
  return answer(client.POST('/api/v1/forms', { body }));
}

/** Refused with 412 when somebody else saved after this version. */
export function saveForm(form_id: string, version: number, body: FormDraft) {
  const headers = { 'If-Match': `"${version}"` };
  return answer(client.PUT('/api/v1/forms/{form_id}', { params: { path: { form_id } }, headers, body }));
}

export function publishForm(form_id: string) {
  return answer(client.POST('/api/v1/forms/{form_id}/publication', { params: { path: { form_id } } }));
}

export function closeForm(form_id: string) {
  return answer(client.DELETE('/api/v1/forms/{form_id}/publication', { params: { path: { form_id } } }));
}

export function archiveForm(form_id: string) {
  return answer(client.DELETE('/api/v1/forms/{form_id}', { params: { path: { form_id } } }));
}
