import type { components } from '@/api/schema';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import type { Role, Scope } from '@/api/me';
import { pagedQuery } from '@/api/paging';

export type User = components['schemas']['User'];
export type Invitation = components['schemas']['UserNew'];

export const usersQuery = pagedQuery(['users', 'list'], (cursor) =>
  answer(client.GET('/api/v1/users', { params: { query: { cursor } } })),
);

export function inviteUser(body: Invitation) {
  return answer(client.POST('/api/v1/users', { body }));
}

export function inviteAgain(user_id: string) {
  return answer(client.POST('/api/v1/users/{user_id}/invitations', { params: { path: { user_id } } }));
}

const STAFF: Role[] = ['agent', 'seller', 'field_agent', 'manager'];
const IN_A_CENTRE: Role[] = [...STAFF, 'centre_owner'];
const IN_THE_COMPANY: Role[] = [...IN_A_CENTRE, 'marketing', 'observer', 'admin'];

/** Who may be invited by somebody whose right reaches so far. The API has the last word. */
export function invitableRoles(scope: Scope | null) {
  return scope === 'all' ? IN_THE_COMPANY : STAFF;
}

export function belongsToCentre(role: Role) {
  return IN_A_CENTRE.includes(role);
}
