import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/me';
import { retryTransient } from '@/api/queries';
import { keepWaiting, type Waiting } from '@/lib/outbox';
import { Problem } from '@/lib/problem';
import { recordOutcome, saveNote, type Outcome, type ReportedLead } from './calls';
import { toOutcome, useReportDraft } from './report-draft';
import { useWaiting } from './use-outbox';

/** The draft of one call's report and the two ways to send it. */
export function useReport(lead: ReportedLead) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const { draft, change, noteSaved, clear } = useReportDraft(me.id, lead.id);
  const [recorded, setRecorded] = useState<Outcome | null>(null);
  const waiting = useWaiting().some((one) => one.lead.id === lead.id && one.kind === 'outcome' && !one.refused);
  const keep = (kind: Waiting['kind'], body: Record<string, unknown>, says: string, done: () => void) => {
    keepWaiting(me.id, { id: draft.key, lead: { id: lead.id, name: lead.name }, kind, body, says: says.trim(), at: Date.now() });
    done();
  };
  const refresh = () => queries.invalidateQueries({ queryKey: ['leads'] });

  const note = useMutation({
    mutationFn: () => saveNote(lead.id, { key: draft.key, text: draft.text.trim(), tags: draft.tags }),
    retry: (failures, error) => !isOutOfReach(error) && retryTransient(failures, error),
    onError: (error) => {
      if (isOutOfReach(error)) keep('note', { key: draft.key, text: draft.text.trim(), tags: draft.tags }, draft.text.trim(), noteSaved);
    },
    onSuccess: () => {
      noteSaved();
      notifications.show({ message: t('report.noteSaved') });
      void refresh();
    },
  });

  const outcome = useMutation({
    mutationFn: (chosen: Outcome) => recordOutcome(lead.id, toOutcome(draft, chosen, lead.permission.zone)),
    onSuccess: (page, chosen) => {
      clear();
      setRecorded(chosen);
      queries.setQueryData(['leads', 'page', lead.id], page);
      void refresh();
    },
    // The answer may have been lost on its way: sent again with its key, an outcome that was taken changes nothing.
    onError: (error, chosen) => {
      if (isOutOfReach(error)) keep('outcome', { ...toOutcome(draft, chosen, lead.permission.zone) }, `${chosen.name}. ${draft.text.trim()}`, clear);
      else void refresh();
    },
  });

  const chosen = lead.outcomes.find((outcome) => outcome.code === draft.outcome) ?? null;
  return { draft, change, chosen, note, outcome, recorded, waiting, again: () => setRecorded(null) };
}

/** No answer at all: the network is gone, or the house cannot be reached. What it refuses is another matter, and is said at once. */
export function isOutOfReach(error: Error) {
  return error instanceof Problem && error.status === 0;
}
