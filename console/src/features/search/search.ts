import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import type { components } from '@/api/schema';

export type FoundLead = components['schemas']['LeadFound'];

const SHORTEST = 2;
const SHORTEST_NUMBER = 4;

/** A word of two letters, or four digits: the API says itself what else it cannot look for. */
export function saysEnough(text: string) {
  const typed = text.replace(/[^\p{L}\p{N}]/gu, '');
  return typed.length >= (/^\d+$/.test(typed) ? SHORTEST_NUMBER : SHORTEST);
}

/** The one before stays on the screen until the next is there; what nobody waits for any more is broken off. */
export function searchQuery(text: string) {
  return queryOptions({
    queryKey: ['leads', 'search', text],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/leads/search', { params: { query: { q: text } }, signal })),
    enabled: saysEnough(text),
    placeholderData: keepPreviousData,
  });
}
