import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/me';
import { retryTransient } from '@/api/queries';
import { recordOutcome, saveNote, type Outcome, type ReportedLead } from './calls';
import { toOutcome, useReportDraft } from './report-draft';

/** The draft of one call's report and the two ways to send it. */
export function useReport(lead: ReportedLead) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const { draft, change, noteSaved, clear } = useReportDraft(me.id, lead.id);
  const [recorded, setRecorded] = useState<Outcome | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: ['leads'] });

  const note = useMutation({
    mutationFn: () => saveNote(lead.id, { key: draft.key, text: draft.text.trim(), tags: draft.tags }),
    retry: retryTransient,
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
    // The answer may have been lost on its way: the lead itself says whether the outcome was taken.
    onError: () => void refresh(),
  });

  const chosen = lead.outcomes.find((outcome) => outcome.code === draft.outcome) ?? null;
  return { draft, change, chosen, note, outcome, recorded, again: () => setRecorded(null) };
}
