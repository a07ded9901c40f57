import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import type { components } from '@/api/schema';

export type Form = components['schemas']['Form'];
export type Field = components['schemas']['FieldDefinition'];

export const FORM_TONES = { draft: 'stone', published: 'moss', closed: 'brick' } as const;

export const formsQuery = pagedQuery(['forms', 'list'], () => answer(client.GET('/api/v1/forms')));

export function formQuery(form_id: string) {
  return queryOptions({
    queryKey: ['forms', 'page', form_id],
    queryFn: () => answer(client.GET('/api/v1/forms/{form_id}', { params: { path: { form_id } } })),
  });
}
