import { Button, Group, Text, Textarea } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import classes from './call-report.module.css';
import type { ReportedLead } from './calls';
import { DraftTags } from './draft-tags';
import { NextLead } from './next-lead';
import { NoteModelsMenu, type NoteModel } from './note-models-menu';
import { OutcomeChoice } from './outcome-choice';
import { OutcomeDetails } from './outcome-details';
import { OutboxPanel } from './outbox-panel';
import { isIncomplete, type ReportDraft } from './report-draft';
import { NOTE_FIELD } from './use-flow-keys';
import { isOutOfReach, useReport } from './use-report';

/** What the agent says of the call: a note, an outcome, or both at once. */
export function CallReport({ lead, free }: { lead: ReportedLead; free: boolean }) {
  const { t } = useTranslation();
  const report = useReport(lead);
  const { draft, change, chosen, outcome, recorded } = report;

  if (recorded) return <NextLead leadId={lead.id} outcome={recorded} onAgain={report.again} />;
  if (report.waiting) return <OutboxPanel leadId={lead.id} />;
  if (lead.outcomes.length === 0) return null;
  return (
    <Panel title={t('report.title')} tone="raised">
      <OutboxPanel leadId={lead.id} />
      <fieldset disabled={!free} className={classes.fields}>
        {!free && <Text c="dimmed">{t('report.taken')}</Text>}
        <Textarea
          id={NOTE_FIELD}
          label={t('report.note')}
          withAsterisk={chosen?.note_required ?? false}
          placeholder={t('report.notePlaceholder')}
          description={draft.text ? t('report.draftKept') : undefined}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autosize
          minRows={3}
          maxRows={14}
          value={draft.text}
          onChange={(event) => change({ text: event.currentTarget.value })}
          onKeyDown={getHotkeyHandler([['mod+Enter', () => send(report)]])}
        />
        <Group gap="sm">
          <NoteModelsMenu disabled={!free} onPick={(model) => change(withModel(draft, model))} />
          <DraftTags ids={draft.tags} onChange={(tags) => change({ tags })} />
        </Group>
        <OutcomeChoice allowed={lead.outcomes} value={chosen} onChange={(value) => change({ outcome: value })} />
        {chosen && <OutcomeDetails outcome={chosen} zone={lead.permission.zone} draft={draft} error={outcome.error} onChange={change} />}
        <Send report={report} />
      </fieldset>
    </Panel>
  );
}

function withModel(draft: ReportDraft, model: NoteModel): Partial<ReportDraft> {
  const text = draft.text.trim();
  return { text: text ? `${text}\n${model.text}` : model.text, tags: [...new Set([...draft.tags, ...model.tags])] };
}

/** What Ctrl and Enter do: what the filled button would. */
function send({ draft, chosen, note, outcome }: ReturnType<typeof useReport>) {
  if (note.isPending || outcome.isPending) return;
  if (chosen) {
    if (!isIncomplete(draft, chosen)) outcome.mutate(chosen);
  } else if (draft.text.trim()) note.mutate();
}

function Send({ report }: { report: ReturnType<typeof useReport> }) {
  const { t } = useTranslation();
  const { draft, chosen, note, outcome } = report;
  const error = [outcome.error, note.error].find((one) => one && !isOutOfReach(one));
  return (
    <>
      {error && <Trouble error={error} />}
      <Group justify="flex-end">
        <Button
          variant={chosen ? 'default' : 'filled'}
          loading={note.isPending}
          disabled={!draft.text.trim() || outcome.isPending}
          onClick={() => note.mutate()}
        >
          {chosen ? t('report.saveNoteOnly') : t('report.saveNote')}
        </Button>
        {chosen && (
          <Button
            loading={outcome.isPending}
            disabled={note.isPending || isIncomplete(draft, chosen)}
            onClick={() => outcome.mutate(chosen)}
          >
            {t(`report.record.${chosen.kind}`)}
          </Button>
        )}
      </Group>
    </>
  );
}
