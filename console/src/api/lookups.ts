import { queryOptions } from '@tanstack/react-query';
import { client } from './client';
import { answer } from './answer';

// What several features need to name or choose: short lists, read whole, kept a minute.
const KEPT = 60_000;
const WHOLE = { limit: 100 };

export const centreLookup = queryOptions({
  queryKey: ['centres', 'lookup'],
  queryFn: () => answer(client.GET('/api/v1/centres', { params: { query: WHOLE } })).then((page) => page.items),
  staleTime: KEPT,
});

export const formLookup = queryOptions({
  queryKey: ['forms', 'lookup'],
  queryFn: () => answer(client.GET('/api/v1/forms')).then((page) => page.items),
  staleTime: KEPT,
});

export const tagLookup = queryOptions({
  queryKey: ['tags'],
  queryFn: () => answer(client.GET('/api/v1/tags')).then((page) => page.items),
  staleTime: KEPT,
});

/** The marketing lists that the reader may know of. */
export const listLookup = queryOptions({
  queryKey: ['lists', 'lookup'],
  queryFn: () => answer(client.GET('/api/v1/lists')).then((page) => page.items),
  staleTime: KEPT,
});

/** What the agents of a centre see of a lead at once. */
export function flowLookup(centre_id: string) {
  return queryOptions({
    queryKey: ['centres', 'flow', centre_id],
    queryFn: () => answer(client.GET('/api/v1/centres/{centre_id}/flow', { params: { path: { centre_id } } })),
    staleTime: KEPT,
  });
}
