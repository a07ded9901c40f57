import { Button, Group, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import classes from './call-report.module.css';
import type { ReportedLead } from './calls';
import { NextLead } from './next-lead';
import { OutcomeChoice } from './outcome-choice';
import { OutcomeDetails } from './outcome-details';
import { isIncomplete } from './report-draft';
import { useReport } from './use-report';

/** What the agent says of the call: a note, an outcome, or both at once. */
export function CallReport({ lead, free }: { lead: ReportedLead; free: boolean }) {
  const { t } = useTranslation();
  const report = useReport(lead);
  const { draft, change, chosen, outcome, recorded } = report;

  if (recorded) return <NextLead leadId={lead.id} outcome={recorded} onAgain={report.again} />;
  if (lead.outcomes.length === 0) return null;
  return (
    <Panel title={t('report.title')} tone="raised">
      <fieldset disabled={!free} className={classes.fields}>
        {!free && <Text c="dimmed">{t('report.taken')}</Text>}
        <Textarea
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
        />
        <OutcomeChoice allowed={lead.outcomes} value={chosen} onChange={(value) => change({ outcome: value })} />
        {chosen && <OutcomeDetails outcome={chosen} zone={lead.permission.zone} draft={draft} error={outcome.error} onChange={change} />}
        <Send report={report} />
      </fieldset>
    </Panel>
  );
}

function Send({ report }: { report: ReturnType<typeof useReport> }) {
  const { t } = useTranslation();
  const { draft, chosen, note, outcome } = report;
  const error = outcome.error ?? note.error;
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
