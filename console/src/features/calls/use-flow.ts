import { useQuery } from '@tanstack/react-query';
import { flowLookup } from '@/api/lookups';
import { useMe } from '@/api/me';

const FIRST = { columns: ['form', 'tags', 'last_note', 'attempts'] };

/** What the reader's centre wishes to see of a lead; until that is known, what a new centre sees. */
export function useFlow() {
  const centre = useMe().centre_id;
  const flow = useQuery({ ...flowLookup(centre ?? ''), enabled: centre !== null });
  return flow.data ?? FIRST;
}
