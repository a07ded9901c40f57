import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { centreLookup, formLookup, tagLookup } from '@/api/lookups';
import { may, useMe } from '@/api/me';
import { formatDate } from '@/lib/dates';
import { LEAD_STAGES, LEAD_STATES } from '@/ui/lead-state';
import type { About } from './list-values';
import type { Condition, Rule } from './lists';

type Named = { id: string; name: string };
export type Choices = Record<Exclude<About, 'received'>, Named[]>;

/** What may be chosen for each kind of condition, by its name. */
export function useChoices(): Choices {
  const { t } = useTranslation();
  const me = useMe();
  const tags = useQuery({ ...tagLookup, enabled: may(me, 'tags.read') });
  const forms = useQuery({ ...formLookup, enabled: may(me, 'forms.read') });
  const centres = useQuery({ ...centreLookup, enabled: may(me, 'centres.read') });
  return {
    tag: tags.data ?? [],
    form: forms.data ?? [],
    centre: centres.data ?? [],
    stage: LEAD_STAGES.map((id) => ({ id, name: t(`leads.stages.${id}`) })),
    state: LEAD_STATES.filter((id) => id !== 'erased').map((id) => ({ id, name: t(`lead.state.${id}`) })),
  };
}

/** A rule as one would say it. */
export function useRuleWords(rule: Rule | null | undefined) {
  const { t, i18n } = useTranslation();
  const choices = useChoices();
  if (!rule) return '';
  const said = rule.conditions.map((one) => conditionWords(one, choices, t, i18n.language));
  return said.join(rule.match === 'all' ? t('lists.and') : t('lists.or'));
}

function conditionWords(one: Condition, choices: Choices, t: TFunction, language: string) {
  const head = t(`lists.about.${one.about}`);
  const what = one.about === 'received' ? timeWords(one, t, language) : valueWords(one, choices, t);
  return t(one.negated ? 'lists.saidNot' : 'lists.said', { head, what });
}

function valueWords(one: Condition, choices: Choices, t: TFunction) {
  const known = new Map(choices[one.about as keyof Choices].map(({ id, name }) => [id, name]));
  return (one.values ?? []).map((id) => known.get(id) ?? t('lists.gone')).join(t('lists.orValue'));
}

function timeWords({ days, since, until }: Condition, t: TFunction, language: string) {
  if (days) return t('lists.lastDays', { count: days });
  const [from, to] = [since, until].map((day) => day && formatDate(day, 'date', language, 'UTC'));
  if (from && to) return t('lists.fromTo', { from, to });
  return from ? t('lists.from', { from }) : t('lists.to', { to });
}
