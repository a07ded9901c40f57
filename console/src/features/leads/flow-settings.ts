import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import type { components } from '@/api/schema';

export type NoteModel = components['schemas']['NoteModel'];
export type NoteModelDraft = components['schemas']['NoteModelDraft'];
export type CompanyTag = components['schemas']['Tag'];
export type TagDraft = components['schemas']['TagDraft'];
export type Flow = components['schemas']['FlowSettings'];
export type FlowDraft = components['schemas']['FlowDraft'];

export const COLUMNS: FlowDraft['columns'] = ['form', 'tags', 'last_note', 'attempts', 'agent'];
export const RESERVING: FlowDraft['reserving'] = ['agent', 'seller', 'field_agent', 'manager', 'centre_owner', 'admin'];
export const COLOURS: NonNullable<TagDraft['colour']>[] = ['stone', 'brass', 'pine', 'sky', 'moss', 'brick'];

export const noteModelsQuery = queryOptions({
  queryKey: ['note-models'],
  queryFn: () => answer(client.GET('/api/v1/note-models')).then((page) => page.items),
});

export function keepNoteModel(model_id: string | null, body: NoteModelDraft) {
  return answer(
    model_id
      ? client.PUT('/api/v1/note-models/{model_id}', { params: { path: { model_id } }, body })
      : client.POST('/api/v1/note-models', { body }),
  );
}

export function retireNoteModel(model_id: string) {
  return answer(client.DELETE('/api/v1/note-models/{model_id}', { params: { path: { model_id } } }));
}

export function keepTag(tag_id: string | null, body: TagDraft) {
  return answer(
    tag_id ? client.PUT('/api/v1/tags/{tag_id}', { params: { path: { tag_id } }, body }) : client.POST('/api/v1/tags', { body }),
  );
}

export function retireTag(tag_id: string) {
  return answer(client.DELETE('/api/v1/tags/{tag_id}', { params: { path: { tag_id } } }));
}

export function setFlow(centre_id: string, version: number, body: FlowDraft) {
  return answer(
    client.PUT('/api/v1/centres/{centre_id}/flow', {
      params: { path: { centre_id } },
      headers: { 'If-Match': `"${version}"` },
      body,
    }),
  );
}
