import { Select, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LABELS, LabelTag, type Label } from '@/ui/label-tag';
import { Moment } from '@/ui/moment';
import { Trouble } from '@/ui/trouble';
import { DecidedWords } from './decided-words';
import { readingQuery, sayLabel, type NoteLabel } from './scoring';
import classes from './scoring.module.css';

export type Note = { id: string; text: string };

type NoteLabelsProps = { leadId: string; labels: NoteLabel[]; notes: Note[]; mayCorrect: boolean; isOn: boolean };

/** What each note was read as, the latest first; whoever knows better says so. */
export function NoteLabels({ leadId, labels, notes, mayCorrect, isOn }: NoteLabelsProps) {
  const { t } = useTranslation();
  const texts = new Map(notes.map((note) => [note.id, note.text]));
  if (labels.length === 0) {
    return (
      <Text size="sm" c="dimmed" mt="sm">
        {notes.length === 0 ? t('scoring.noNote') : isOn ? t('scoring.notYet') : t('scoring.off')}
      </Text>
    );
  }
  return (
    <ul className={classes.notes} aria-label={t('scoring.calls')}>
      {labels.map((label) => (
        <li key={label.note_id}>
          <OneNote leadId={leadId} label={label} text={texts.get(label.note_id)} mayCorrect={mayCorrect} />
        </li>
      ))}
    </ul>
  );
}

type OneNoteProps = { leadId: string; label: NoteLabel; text: string | undefined; mayCorrect: boolean };

function OneNote({ leadId, label, text, mayCorrect }: OneNoteProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const say = useMutation({
    mutationFn: (said: Label) => sayLabel(leadId, label.note_id, said),
    onSuccess: (reading) => {
      queries.setQueryData(readingQuery(leadId).queryKey, reading);
      void queries.invalidateQueries({ queryKey: ['note-report'] });
    },
  });
  return (
    <>
      <div className={classes.noteHead}>
        <LabelTag label={label.label} />
        {label.is_heard && <Text size="sm" span>{t('scoring.heard')}</Text>}
        <Text size="sm" c="dimmed" span>
          <Moment at={label.at} />
        </Text>
        {mayCorrect && (
          <Select
            size="xs"
            className={classes.correct}
            aria-label={t('scoring.correct')}
            data={LABELS.map((value) => ({ value, label: t(`scoring.label.${value}`) }))}
            value={label.label}
            allowDeselect={false}
            disabled={say.isPending}
            onChange={(said) => said && say.mutate(said as Label)}
          />
        )}
      </div>
      {text && (
        <p className={classes.noteText}>
          <DecidedWords text={text} spans={label.spans} />
        </p>
      )}
      <Text size="xs" c="dimmed">
        {label.said_by === null
          ? t(`scoring.engine.${label.engine}`)
          : t(label.label === label.read_as ? 'scoring.agreedBy' : 'scoring.saidBy', {
              name: label.said_by,
              label: t(`scoring.label.${label.read_as}`).toLowerCase(),
            })}
      </Text>
      {say.error && <Trouble error={say.error} />}
    </>
  );
}
