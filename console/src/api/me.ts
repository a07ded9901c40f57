import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { client } from './client';
import { answer } from './answer';
import type { components } from './schema';

export type Me = components['schemas']['Me'];
export type Role = Me['role'];
export type Scope = 'all' | 'centre' | 'own';

/** The verbs of the permission table that the console asks about. */
export type Verb =
  | 'leads.read'
  | 'leads.work'
  | 'leads.manage'
  | 'proofs.read'
  | 'tags.read'
  | 'tags.write'
  | 'forms.read'
  | 'forms.write'
  | 'surveys.read'
  | 'surveys.write'
  | 'users.read'
  | 'users.write'
  | 'campaigns.read'
  | 'campaigns.write'
  | 'lists.read'
  | 'lists.write'
  | 'centres.read'
  | 'centres.write'
  | 'hours.write'
  | 'outcomes.write'
  | 'webhooks.manage'
  | 'api_keys.manage'
  | 'senders.resume'
  | 'posts.release'
  | 'scoring.manage'
  | 'tenants.manage'
  | 'telephony.write'
  | 'recordings.hear'
  | 'distribution.write'
  | 'presence.set';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => answer(client.GET('/api/v1/me')),
  staleTime: 5 * 60_000,
});

export function useMe() {
  return useSuspenseQuery(meQuery).data;
}

/** Whether this person takes leads now. */
export const presenceQuery = queryOptions({
  queryKey: ['me', 'presence'],
  queryFn: () => answer(client.GET('/api/v1/me/presence')),
  // Also behind other windows: whoever is on the telephone is still there, and the house takes who is silent for half an hour for gone.
  refetchInterval: 5 * 60_000,
  refetchIntervalInBackground: true,
});

/** How far this person's right reaches, or null where there is none. */
export function scopeOf(me: Me, verb: Verb): Scope | null {
  return (me.grants[verb] as Scope | undefined) ?? null;
}

export function may(me: Me, verb: Verb) {
  return scopeOf(me, verb) !== null;
}
