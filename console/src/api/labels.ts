import { queryOptions } from '@tanstack/react-query';
import { answer } from './answer';
import { client } from './client';

const KEPT = 60_000;

/** What the latest call of each of these leads came to, with the score then, by the lead. Nothing is asked where nobody has written a note. */
export function leadLabelsQuery(ids: string[]) {
  return queryOptions({
    queryKey: ['leads', 'labels', ids],
    queryFn: () =>
      answer(client.GET('/api/v1/lead-labels', { params: { query: { leads: ids.join(',') } } })).then(
        (labels) => new Map(labels.items.map((one) => [one.lead_id, one])),
      ),
    enabled: ids.length > 0,
    staleTime: KEPT,
  });
}
