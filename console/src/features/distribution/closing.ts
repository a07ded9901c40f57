import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import type { components } from '@/api/schema';

export type Closure = components['schemas']['Closure'];
export type ClosureDraft = components['schemas']['ClosureDraft'];
export type People = ClosureDraft['people'];

export const PEOPLE: People[] = ['move', 'disable'];

export function closureQuery(centre_id: string) {
  return queryOptions({
    queryKey: ['distribution', centre_id, 'closure'],
    queryFn: () => answer(client.GET('/api/v1/centres/{centre_id}/closure', { params: { path: { centre_id } } })),
    // While leads are being moved their progress is watched.
    refetchInterval: (query) => (query.state.data?.state === 'working' ? 1500 : false),
  });
}

/** Begun, or gone on with where it was stopped. Asked twice, it is begun once. */
export function closeCentre(centre_id: string, body: ClosureDraft) {
  return answer(client.POST('/api/v1/centres/{centre_id}/closure', { params: { path: { centre_id } }, body }));
}

/** The centre takes leads again; what has left it stays where it is. */
export function stopClosing(centre_id: string) {
  return answer(client.DELETE('/api/v1/centres/{centre_id}/closure', { params: { path: { centre_id } } }));
}
