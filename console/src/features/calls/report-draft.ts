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
    reason: outcome === 'rejected' ? draft.reason : null,
    callback_at: outcome === 'callback' && draft.callback ? wallClockToUtc(draft.callback, zone) : null,
    note: text ? { key: draft.key, text } : null,
  };
}
