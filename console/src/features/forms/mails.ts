import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import type { components } from '@/api/schema';
import type { Item, Settings } from './draft';
import type { FieldType } from './field-types';
import { faults, type FormDraft } from './forms';

export type OwnLetter = components['schemas']['OwnLetter'];
export type MailKind = components['schemas']['MailDraft']['kind'];
export type MailLanguage = FormDraft['language'];
export type Part = keyof OwnLetter;
/** Which mail of a form is looked at. */
export type Chosen = { kind: MailKind; language: MailLanguage };

export const KINDS: MailKind[] = ['confirmation', 'reminder'];
const OURS: OwnLetter = { subject: '', html: '', text: '' };
const NO_MAIL: NonNullable<FormDraft['mail']> = { sender_id: null, from_name: null, subject: null, letters: null };

/** What every mail may say, as `forms/letters.py` has it. */
export const VARIABLES = ['first_name', 'company', 'form_name', 'link', 'link_life', 'sender', 'stop'] as const;
const SAID_BACK = new Set<FieldType>(['select', 'radio', 'checkboxes', 'country', 'number', 'date', 'postcode']);
export const EVERY_ANSWER = '{% for answer in answers %}\n<p>{{ answer.label }} : {{ answer.value }}</p>\n{% endfor %}';

/** Only what visitors choose: what they type freely is never said back. */
export function saidBack(items: Item[]) {
  return items.filter((item) => SAID_BACK.has(item.field.type)).map((item) => item.field);
}

export function mailOf(settings: Settings) {
  return { ...NO_MAIL, ...settings.mail };
}

/** What the author says in a mail; a subject may still stand where forms had it before they had whole mails. */
export function letterOf(settings: Settings, { kind, language }: Chosen): OwnLetter {
  const own = { ...OURS, ...mailOf(settings).letters?.[kind]?.[language] };
  return kind === 'confirmation' && !own.subject ? { ...own, subject: subjectOf(settings, language) ?? '' } : own;
}

function subjectOf(settings: Settings, language: MailLanguage) {
  return language === settings.language ? mailOf(settings).subject : settings.translations?.[language]?.subject;
}

export function withLetter(settings: Settings, chosen: Chosen, change: Partial<OwnLetter>): Partial<Settings> {
  const { kind, language } = chosen;
  const { letters, ...mail } = mailOf(settings);
  const letter = { ...letterOf(settings, chosen), ...change };
  const own = Object.entries({ ...letters?.[kind], [language]: letter }).filter(([, one]) => Object.values(one).some(Boolean));
  const next = { confirmation: {}, reminder: {}, ...letters, [kind]: Object.fromEntries(own) };
  const isAllOurs = KINDS.every((one) => Object.keys(next[one]).length === 0);
  return moved(settings, chosen, { ...mail, letters: isAllOurs ? null : next });
}

/** The subject of before goes where the mail is. */
function moved(settings: Settings, { kind, language }: Chosen, mail: NonNullable<FormDraft['mail']>): Partial<Settings> {
  if (kind !== 'confirmation') return { mail };
  if (language === settings.language) return { mail: { ...mail, subject: null } };
  const words = settings.translations?.[language];
  return words?.subject ? { mail, translations: { ...settings.translations, [language]: { ...words, subject: '' } } } : { mail };
}

export const modelsQuery = queryOptions({
  queryKey: ['forms', 'mail-models'],
  queryFn: () => answer(client.GET('/api/v1/mail-models')).then((page) => page.items),
  staleTime: Infinity,
});

export type Order = Chosen & { draft: FormDraft; lead_id: string | null };
export type Shown = components['schemas']['MailShown'];

/** The mail as its reader would get it; nothing while the draft has faults, which stand beside what they are about. */
export function mailQuery(order: Order) {
  return queryOptions({
    queryKey: ['forms', 'mail', order],
    queryFn: () =>
      answer(client.POST('/api/v1/mail-previews', { body: order })).then(
        (mail): Shown | null => mail,
        (error: unknown) => (faults(error), null),
      ),
    gcTime: 0,
  });
}

export function tryMail(order: Order) {
  return answer(client.POST('/api/v1/mail-trials', { body: order }));
}

/** The newest people of a form, to read a mail as they would. */
export function readersQuery(form_id: string) {
  return queryOptions({
    queryKey: ['forms', 'readers', form_id],
    queryFn: () =>
      answer(client.GET('/api/v1/leads', { params: { query: { form_id, limit: 10 } } })).then((page) => page.items),
  });
}
