import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import type { components } from '@/api/schema';

export type Proof = components['schemas']['Proof'];

/** Each reading is noted in the history, so it is asked for once, and not again behind the reader's back. */
export function proofQuery(lead_id: string) {
  return queryOptions({
    queryKey: ['proofs', lead_id],
    queryFn: () => answer(client.GET('/api/v1/proofs/{lead_id}', { params: { path: { lead_id } } })),
    staleTime: Infinity,
    gcTime: 0,
  });
}

/** Where a hash of an older sheet stands in today's. */
export async function verifyHash(lead_id: string, hash: string) {
  const proof = await answer(client.GET('/api/v1/proofs/{lead_id}', { params: { path: { lead_id }, query: { hash } } }));
  return proof.asked;
}

export function proofDocument(lead_id: string) {
  return answer(
    client.GET('/api/v1/proofs/{lead_id}/pdf', {
      params: { path: { lead_id } },
      headers: { Accept: 'application/pdf' },
      parseAs: 'blob',
    }),
  ) as Promise<unknown> as Promise<Blob>;
}
