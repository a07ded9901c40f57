import {
  IconAlignLeft,
  IconAt,
  IconCalendar,
  IconCheckbox,
  IconCircleDot,
  IconEyeOff,
  IconForms,
  IconHash,
  IconLetterCase,
  IconLink,
  IconListCheck,
  IconMapPin,
  IconPaperclip,
  IconPhone,
  IconShieldCheck,
  IconWorld,
  type Icon,
} from '@tabler/icons-react';
import type { Field } from './forms';

export type FieldType = Field['type'];

/** How each rule is given. A new rule of the API is one line here, and its words. */
export const RULES = {
  min_length: 'count',
  max_length: 'count',
  min: 'number',
  max: 'number',
  min_choices: 'count',
  max_choices: 'count',
  pattern: 'text',
  earliest: 'text',
  latest: 'text',
  domains: 'list',
  countries: 'countries',
  kinds: 'kinds',
  max_megabytes: 'count',
  max_files: 'count',
  options: 'options',
} as const;

export type Rule = keyof typeof RULES;

type TypeOfField = { icon: Icon; rules: Rule[]; placeholder?: true };

/** What may be asked of each type of field. A new type is one line here; the compiler asks for it. */
export const TYPES: Record<FieldType, TypeOfField> = {
  text: { icon: IconLetterCase, rules: ['min_length', 'max_length', 'pattern'], placeholder: true },
  textarea: { icon: IconAlignLeft, rules: ['min_length', 'max_length'], placeholder: true },
  email: { icon: IconAt, rules: ['domains'], placeholder: true },
  phone: { icon: IconPhone, rules: [], placeholder: true },
  number: { icon: IconHash, rules: ['min', 'max'], placeholder: true },
  date: { icon: IconCalendar, rules: ['earliest', 'latest'] },
  select: { icon: IconForms, rules: ['options'] },
  radio: { icon: IconCircleDot, rules: ['options'] },
  checkboxes: { icon: IconListCheck, rules: ['options', 'min_choices', 'max_choices'] },
  checkbox: { icon: IconCheckbox, rules: [] },
  consent: { icon: IconShieldCheck, rules: [] },
  country: { icon: IconWorld, rules: ['countries'] },
  postcode: { icon: IconMapPin, rules: [], placeholder: true },
  url: { icon: IconLink, rules: [], placeholder: true },
  file: { icon: IconPaperclip, rules: ['kinds', 'max_megabytes', 'max_files'] },
  hidden: { icon: IconEyeOff, rules: ['max_length'] },
};

/** These names are the person; every other field is an answer. */
export const PERSON = [
  { name: 'first_name', type: 'text' },
  { name: 'last_name', type: 'text' },
  { name: 'email', type: 'email' },
  { name: 'phone', type: 'phone' },
] as const;

/** Of these there is one, under its own name. */
const SINGLE: readonly FieldType[] = ['email', 'phone'];
export const QUESTIONS = (Object.keys(TYPES) as FieldType[]).filter((type) => !SINGLE.includes(type));
