import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import type { components } from '@/api/schema';

export type Standing = components['schemas']['Standing'];

export function formStandingsQuery(form_id: string) {
  return queryOptions({
    queryKey: ['standings', 'form', form_id],
    queryFn: () => answer(client.GET('/api/v1/forms/{form_id}/standings', { params: { path: { form_id } } })),
  });
}

export function centreStandingsQuery(centre_id: string) {
  return queryOptions({
    queryKey: ['standings', 'centre', centre_id],
    queryFn: () => answer(client.GET('/api/v1/centres/{centre_id}/standings', { params: { path: { centre_id } } })),
  });
}

/** Where a centre's number is limited: how much of it is used. */
export function capsOf(standing: Standing) {
  const caps = [
    { cap: 'hour', used: standing.this_hour, most: standing.per_hour },
    { cap: 'day', used: standing.today, most: standing.per_day },
    { cap: 'open', used: standing.open ?? 0, most: standing.open_at_once },
  ] as const;
  return caps.flatMap(({ cap, used, most }) => (most == null ? [] : [{ cap, used, most }]));
}
