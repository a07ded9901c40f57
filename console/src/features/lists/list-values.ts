import type { Condition, ListDraft, MarketingList, Rule } from './lists';

export const ABOUTS = ['tag', 'form', 'stage', 'state', 'received', 'centre'] as const satisfies readonly Condition['about'][];
export type About = (typeof ABOUTS)[number];
export const MOST_CONDITIONS = 10;
const DAYS = 30;

/** One condition as it stands in its row: all that might be said, whatever it is about. */
export type ConditionValues = {
  about: About;
  negated: boolean;
  values: string[];
  when: 'days' | 'dates';
  days: number | string;
  since: string;
  until: string;
};

export type ListValues = {
  name: string;
  description: string;
  centre_id: string | null;
  kind: 'hand' | 'rule';
  match: Rule['match'];
  conditions: ConditionValues[];
};

export function newCondition(about: About = 'tag'): ConditionValues {
  return { about, negated: false, values: [], when: 'days', days: DAYS, since: '', until: '' };
}

export function newList(centre_id: string | null): ListValues {
  return { name: '', description: '', centre_id, kind: 'hand', match: 'all', conditions: [newCondition()] };
}

export function valuesOf(list: MarketingList): ListValues {
  return {
    name: list.name,
    description: list.description ?? '',
    centre_id: list.centre_id ?? null,
    kind: list.rule ? 'rule' : 'hand',
    match: list.rule?.match ?? 'all',
    conditions: list.rule?.conditions.map(rowOf) ?? [newCondition()],
  };
}

function rowOf({ about, negated, values, days, since, until }: Condition): ConditionValues {
  return {
    ...newCondition(about),
    negated: negated ?? false,
    values: values ?? [],
    when: since || until ? 'dates' : 'days',
    days: days ?? DAYS,
    since: since ?? '',
    until: until ?? '',
  };
}

export function toWire(values: ListValues): ListDraft {
  const { name, description, centre_id, kind } = values;
  return { name, description, centre_id, rule: kind === 'rule' ? ruleOf(values) : null };
}

export function ruleOf({ match, conditions }: Pick<ListValues, 'match' | 'conditions'>): Rule {
  return { match, conditions: conditions.map(conditionOf) };
}

/** Only what the row shows: what was said before it was about something else is left behind. */
function conditionOf({ about, negated, values, when, days, since, until }: ConditionValues): Condition {
  const nothing = { about, negated, values: [], days: null, since: null, until: null };
  if (about !== 'received') return { ...nothing, values };
  if (when === 'days') return { ...nothing, days: days === '' ? null : Number(days) };
  return { ...nothing, since: since || null, until: until || null };
}

/** Whether a row says enough to be counted. */
export function isWhole({ about, values, when, days, since, until }: ConditionValues) {
  if (about !== 'received') return values.length > 0;
  if (when === 'days') return Number(days) > 0;
  return Boolean(since || until) && !(since && until && since > until);
}
