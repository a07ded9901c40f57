import { useMemo, useState } from 'react';
import { newKey } from '@/lib/ids';
import { useDraft } from '@/lib/use-draft';
import { wallClockToUtc } from '@/lib/dates';
import type { NewOutcome, Outcome, RejectionReason } from './calls';

/** The key is born with the text, so that a retry, even after a reload, makes the same note. */
export type ReportDraft = {
  key: string;
  text: string;
  /** The code of what came of the call. */
  outcome: string | null;
  reason: RejectionReason | null;
  callback: string | null;
  anyone: boolean;
  answers: Record<string, string>;
  /** Put on the person with the note. */
  tags: string[];
};

export function useReportDraft(userId: string, leadId: string) {
  const [sent, setSent] = useState(0);
  const empty = useMemo<ReportDraft>(
    () => ({ key: newKey(), text: '', outcome: null, reason: null, callback: null, anyone: false, answers: {}, tags: [] }),
    // A new lead or user starts with a key of its own, and so does what is written after a report was sent: of the same key, it would be taken for it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [userId, leadId, sent],
  );
  const { value, write, clear } = useDraft(`${userId}.lead.${leadId}`, empty);
  // A draft of an earlier release knows less.
  const draft = { ...empty, ...value };
  return {
    draft,
    change: (part: Partial<ReportDraft>) => write({ ...draft, ...part }),
    /** The note is kept by the API now: the next one is another. */
    noteSaved: () => write({ ...draft, key: newKey(), text: '', tags: [] }),
    clear: () => {
      clear();
      setSent((reports) => reports + 1);
    },
  };
}

/** `zone`: the person's own clock, by which the callback was agreed. */
export function toOutcome(draft: ReportDraft, outcome: Outcome, zone: string): NewOutcome {
  const text = draft.text.trim();
  const wished = outcome.kind === 'callback';
  const answers = Object.fromEntries(outcome.fields.map((field) => [field.code, (draft.answers[field.code] ?? '').trim()]).filter(([, value]) => value));
  return {
    outcome: outcome.code,
    key: draft.key,
    reason: asksReason(outcome) ? draft.reason : null,
    callback_at: wished && draft.callback ? wallClockToUtc(draft.callback, zone) : null,
    anyone: wished && draft.anyone,
    answers,
    note: text ? { key: draft.key, text, tags: draft.tags } : null,
  };
}

export function asksReason(outcome: Outcome) {
  return outcome.kind === 'rejected' && !outcome.reason;
}

/** Whether something that the outcome requires is not there yet. */
export function isIncomplete(draft: ReportDraft, outcome: Outcome) {
  return (
    (asksReason(outcome) && !draft.reason) ||
    (outcome.kind === 'callback' && !draft.callback) ||
    (outcome.note_required && !draft.text.trim()) ||
    outcome.fields.some((field) => field.required && !(draft.answers[field.code] ?? '').trim())
  );
}
