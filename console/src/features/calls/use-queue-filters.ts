import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { QUEUE_FILTERS, type QueueFilters } from './calls';

/** What the address says of the queue: it stays while one goes from lead to lead, and whoever opens it later sees the same. */
export function useQueueFilters(): QueueFilters {
  const search: Partial<Record<string, unknown>> = useSearch({ strict: false });
  const said = JSON.stringify(QUEUE_FILTERS.flatMap((name) => (typeof search[name] === 'string' || search[name] === true ? [[name, search[name]]] : [])));
  return useMemo(() => Object.fromEntries(JSON.parse(said) as [string, string | true][]) as QueueFilters, [said]);
}
