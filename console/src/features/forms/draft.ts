import { newKey } from '@/lib/ids';
import { PERSON, TYPES, type FieldType, type Rule } from './field-types';
import type { Field, Form, FormDraft } from './forms';

/** A field under the author's hands. `id` outlives a change of name; `named`: its name was chosen, and no longer follows the label. */
export type Item = { id: string; field: Field; named: boolean };
export type Settings = Omit<FormDraft, 'fields'>;
export type Draft = { settings: Settings; items: Item[] };

const BLANK: Omit<Field, 'name' | 'type' | 'label'> = {
  required: false, min_length: null, max_length: null, min: null, max: null, pattern: null, earliest: null, latest: null,
  domains: null, options: null, min_choices: null, max_choices: null, countries: null, kinds: null, max_megabytes: null, max_files: null, shown_if: null, placeholder: null,
  help: null, message: null, translations: null,
};

/** What the API says of a form, and its author does not write. */
const TOLD = new Set(['id', 'key', 'url', 'state', 'version', 'edition', 'published_at', 'created_at', 'fields']);

export function draftOf(form: Form): Draft {
  const settings = Object.fromEntries(Object.entries(form).filter(([name]) => !TOLD.has(name))) as Settings;
  return { settings, items: form.fields.map((field) => ({ id: field.name, field, named: true })) };
}

export function toWire({ settings, items }: Draft): FormDraft {
  return { ...settings, fields: items.map((item) => item.field) };
}

/** What a new form starts with: enough to reach the person, and their consent. */
export function starter(name: string, language: FormDraft['language'], centreId: string, words: (type: string) => string): FormDraft {
  const fields = [
    ...PERSON.map((person) => ({ ...BLANK, name: person.name, type: person.type, label: words(person.name), required: true })),
    { ...BLANK, name: 'consent', type: 'consent' as const, label: words('consent'), required: true },
  ];
  const centres = [{ centre_id: centreId, share: 1, per_hour: null, per_day: null, open_at_once: null }];
  return {
    name, language, fields, country: 'FR', centres, double_optin: true, link_hours: 72,
    opens_at: null, closes_at: null, thanks: '', script: '',
  };
}

/** A field of a type, with all that it needs to be valid at once. `choice`: how its first options are called. */
export function newItem(items: Item[], type: FieldType, name: string, label: string, choice: string): Item {
  const options = TYPES[type].rules.includes('options')
    ? [1, 2].map((number) => ({ value: `${choice} ${number}`, label: `${choice} ${number}` }))
    : null;
  const isPerson = PERSON.some((person) => person.name === name);
  const field = { ...BLANK, type, label, options, name: free(name, items), required: isPerson || type === 'consent' };
  return { id: newKey(), field, named: isPerson };
}

/** At the end, but before the consent that closes a form. */
export function added(items: Item[], item: Item): Item[] {
  const place = items.at(-1)?.field.type === 'consent' ? items.length - 1 : items.length;
  return items.toSpliced(place, 0, item);
}

export function duplicate(items: Item[], id: string): { items: Item[]; copy: Item } | null {
  const place = items.findIndex((item) => item.id === id);
  const original = items[place];
  if (!original) return null;
  const copy = { id: newKey(), named: false, field: { ...original.field, name: free(original.field.name, items) } };
  return { items: items.toSpliced(place + 1, 0, copy), copy };
}

/** The field with other properties; an unchosen name goes after the label. What is named is renamed in the conditions on it. */
export function alter(items: Item[], id: string, change: Partial<Field>): Item[] {
  const item = items.find((one) => one.id === id);
  if (!item) return items;
  const others = items.filter((one) => one.id !== id);
  const field = { ...item.field, ...change };
  if (change.label !== undefined && !item.named) field.name = free(slug(change.label) || item.field.name, others, field.type);
  const next = { ...item, field, named: item.named || change.name !== undefined };
  return items.map((one) => (one.id === id ? next : renamed(one, item.field.name, field.name)));
}

export function without(items: Item[], id: string): Item[] {
  const gone = items.find((item) => item.id === id)?.field.name;
  return items
    .filter((item) => item.id !== id)
    .map((item) => (item.field.shown_if?.field === gone ? { ...item, field: { ...item.field, shown_if: null } } : item));
}

export function withRule(rule: Rule, value: unknown): Partial<Field> {
  const isEmpty = value === '' || value === undefined || (Array.isArray(value) && value.length === 0);
  return { [rule]: isEmpty ? null : value };
}

function renamed(item: Item, from: string, to: string): Item {
  const condition = item.field.shown_if;
  if (from === to || condition?.field !== from) return item;
  return { ...item, field: { ...item.field, shown_if: { ...condition, field: to } } };
}

/** The name with a number after it where it is taken, or means the person and this field isn't that. */
function free(name: string, items: Item[], type?: FieldType) {
  const taken = new Set(items.map((item) => item.field.name));
  const person = PERSON.find((one) => one.name === name);
  if (type && person) taken.add(name);
  if (!taken.has(name)) return name;
  const stem = name.replace(/_\d+$/, '').slice(0, 36);
  let number = 2;
  while (taken.has(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}

export function slug(label: string) {
  const plain = label.normalize('NFD').replace(/[^a-z0-9]+/gi, (gap) => (/^\p{M}+$/u.test(gap) ? '' : '_'));
  return plain.toLowerCase().replace(/^[^a-z]+|_+$/g, '').replace(/^utm_/, 'utm').slice(0, 40);
}
