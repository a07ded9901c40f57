import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import type { components } from '@/api/schema';

export type ApiKey = components['schemas']['ApiKey'];
export type NewApiKey = components['schemas']['ApiKeyNew'];

export const SCOPES: ApiKey['scopes'] = [
  'leads.write',
  'leads.read',
  'proofs.read',
  'forms.read',
  'centres.read',
  'users.read',
  'webhooks.manage',
];

export const apiKeysQuery = pagedQuery(['api-keys'], (cursor) =>
  answer(client.GET('/api/v1/api-keys', { params: { query: { cursor } } })),
);

export function createApiKey(body: NewApiKey) {
  return answer(client.POST('/api/v1/api-keys', { body }));
}

export function revokeApiKey(key_id: string) {
  return answer(client.DELETE('/api/v1/api-keys/{key_id}', { params: { path: { key_id } } }));
}
