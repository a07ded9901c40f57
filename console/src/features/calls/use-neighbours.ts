import { useQuery } from '@tanstack/react-query';
import { queueQuery } from './calls';
import { useQueueFilters } from './use-queue-filters';

/** Who comes before and after an open lead in the queue. One that has left the queue has the first one after it. */
export function useNeighbours(leadId: string | undefined) {
  const ids = useQuery(queueQuery(useQueueFilters())).data?.items.map((lead) => lead.id) ?? [];
  const place = leadId ? ids.indexOf(leadId) : -1;
  return {
    place: place + 1,
    count: ids.length,
    previous: place > 0 ? ids[place - 1] : undefined,
    next: ids[place + 1],
  };
}

export type Neighbours = ReturnType<typeof useNeighbours>;
