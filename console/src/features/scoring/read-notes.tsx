import { Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { List, type Column } from '@/ui/list';
import { LABELS, LabelTag, type Label } from '@/ui/label-tag';
import { Moment } from '@/ui/moment';
import { DecidedWords } from './decided-words';
import { notesQuery, type Behind, type NoteRow } from './scoring';
import classes from './scoring.module.css';

type ReadNotesProps = { behind: Behind; onBehind: (behind: Behind) => void };

/** The notes behind a day's bar. */
export function ReadNotes({ behind, onBehind }: ReadNotesProps) {
  const { t } = useTranslation();
  const notes = useInfiniteQuery(notesQuery(behind));
  const columns: Column<NoteRow>[] = [
    {
      key: 'name',
      header: t('leads.name'),
      cell: (row) => (
        <Link to="/leads/$leadId" params={{ leadId: row.lead_id }}>
          {row.name || t('leads.nameless')}
        </Link>
      ),
    },
    { key: 'label', header: t('scoring.cameOfIt'), phone: 'bare', cell: (row) => <LabelTag label={row.label} /> },
    { key: 'note', header: t('scoring.note'), phone: 'bare', cell: (row) => <DecidedWords text={row.text} spans={row.spans} /> },
    { key: 'agent', header: t('scoring.agent'), cell: (row) => row.agent_name },
    { key: 'at', header: t('scoring.at'), cell: (row) => <Moment at={row.at} /> },
  ];
  return (
    <>
      <div className={classes.filters} style={{ marginTop: '1rem' }}>
        <Select
          aria-label={t('scoring.cameOfIt')}
          placeholder={t('scoring.allLabels')}
          clearable
          data={LABELS.map((value) => ({ value, label: t(`scoring.label.${value}`) }))}
          value={behind.label ?? null}
          onChange={(label) => onBehind({ ...behind, label: (label as Label | null) ?? undefined })}
        />
      </div>
      <List
        label={t('scoring.notesBehind')}
        source={notes}
        columns={columns}
        rowKey={(row) => row.note_id}
        empty={<Empty title={t('scoring.noneBehind')} />}
      />
    </>
  );
}
