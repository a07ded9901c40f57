import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import type { components } from '@/api/schema';
import type { OutcomeKind } from './calls';

type Kept = components['schemas']['CentreOutcomesKept'];
export type Clientele = Kept['clientele'];
export type RetryPlan = components['schemas']['RetryPlan'];
export type FieldKind = components['schemas']['OutcomeField']['kind'];
export type EditedField = Required<components['schemas']['OutcomeField']>;
export type EditedOutcome = Omit<Required<components['schemas']['Outcome']>, 'fields'> & { fields: EditedField[] };
export type EditedOutcomes = { outcomes: EditedOutcome[]; clientele: Clientele };
export type Settings = EditedOutcomes & { version: number };

export const KINDS: OutcomeKind[] = ['confirmed', 'rejected', 'callback', 'not_reached', 'unreachable'];
export const FIELD_KINDS: FieldKind[] = ['text', 'number', 'date', 'choice'];
export const MOST_OUTCOMES = 20;
export const MOST_FIELDS = 6;
export const USUAL_PLAN: RetryPlan = { delays: [120, 1440, 2880], most: 4, gap: 60 };

export function outcomesQuery(centre_id: string) {
  return queryOptions({
    queryKey: ['centres', 'outcomes', centre_id],
    queryFn: async () => whole(await answer(client.GET('/api/v1/centres/{centre_id}/outcomes', { params: { path: { centre_id } } }))),
  });
}

/** Refused with 412 when somebody else wrote them after this version. */
export async function saveOutcomes(centre_id: string, version: number, body: EditedOutcomes) {
  const params = { path: { centre_id } };
  const headers = { 'If-Match': `"${version}"` };
  return whole(await answer(client.PUT('/api/v1/centres/{centre_id}/outcomes', { params, headers, body })));
}

/** The tags that an outcome may put on a person. */
export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: () => answer(client.GET('/api/v1/tags')),
});

/** What the API leaves out where it is empty stands there when it is edited. */
function whole(kept: Kept): Settings {
  return {
    version: kept.version,
    clientele: kept.clientele,
    outcomes: kept.outcomes.map((one) => ({
      ...one,
      tags: one.tags ?? [],
      fields: (one.fields ?? []).map((field) => ({ ...field, options: field.options ?? [] })),
    })),
  };
}

/** The code of something new, which the history will know for ever: from its name, and unlike all others. */
export function codeFor(name: string, taken: string[]) {
  const plain = name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '');
  const stem = plain.slice(0, 24) || 'resultat';
  for (let number = 1; ; number += 1) {
    const code = number === 1 ? stem : `${stem}_${number}`;
    if (!taken.includes(code)) return code;
  }
}

export function newOutcome(name: string, taken: string[]): EditedOutcome {
  return {
    code: codeFor(name, taken), name, kind: 'rejected', active: true, note_required: false, reason: null, do_not_call: false, retry: null,
    fields: [], tags: [],
  };
}

/** What an outcome of one kind cannot have is taken away when it becomes that kind. */
export function ofKind(outcome: EditedOutcome, kind: OutcomeKind): EditedOutcome {
  return {
    ...outcome,
    kind,
    reason: kind === 'rejected' ? outcome.reason : null,
    do_not_call: (kind === 'rejected' || kind === 'unreachable') && outcome.do_not_call,
    retry: kind === 'not_reached' ? (outcome.retry ?? USUAL_PLAN) : null,
  };
}

export function moved<T>(list: T[], from: number, to: number) {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return list;
  return list.toSpliced(from, 1).toSpliced(to, 0, item);
}
