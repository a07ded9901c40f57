import { useMemo } from 'react';
import { newKey } from '@/lib/ids';
import { useDraft } from '@/lib/use-draft';
import { wallClockToUtc } from '@/lib/dates';
import type { NewOutcome, Outcome, RejectionReason } from './calls';

/** The key is born with the text, so that a retry, even after a reload, makes the same note. */
export type ReportDraft = {
  key: string;
  text: string;
  outcome: Outcome | null;
  reason: RejectionReason | null;
  callback: string | null;
};

export function useReportDraft(userId: string, leadId: string) {
  const empty = useMemo<ReportDraft>(
    () => ({ key: newKey(), text: '', outcome: null, reason: null, callback: null }),
    // A new lead or user starts with a key of its own.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [userId, leadId],
  );
  const { value, write, clear } = useDraft(`${userId}.lead.${leadId}`, empty);
  return {
    draft: value,
    change: (part: Partial<ReportDraft>) => write({ ...value, ...part }),
    /** The note is kept by the API now: the next one is another. */
    noteSaved: () => write({ ...value, key: newKey(), text: '' }),
    clear,
  };
}

export function toOutcome(draft: ReportDraft, outcome: Outcome, zone: string): NewOutcome {
  const text = draft.text.trim();
  return {
    outcome,
    ...(outcome === 'rejected' && draft.reason && { reason: draft.reason }),
    ...(outcome === 'callback' && draft.callback && { callback_at: wallClockToUtc(draft.callback, zone) }),
    ...(text && { note: { key: draft.key, text } }),
  };
}
