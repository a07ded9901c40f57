import { Skeleton, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import { NoteLabels, type Note } from './note-labels';
import { readingQuery, type LeadReading } from './scoring';
import classes from './scoring.module.css';

type ScorePanelProps = { leadId: string; notes: Note[]; mayCorrect: boolean };

/** How warm a lead is, with each point's reason, and what its calls were read as. */
export function ScorePanel({ leadId, notes, mayCorrect }: ScorePanelProps) {
  const { t } = useTranslation();
  const reading = useQuery(readingQuery(leadId));
  return (
    <Panel title={t('scoring.title')}>
      {reading.error && !reading.data && <Trouble error={reading.error} onRetry={() => void reading.refetch()} />}
      {reading.isPending && <Skeleton height={90} radius="md" role="status" aria-label={t('common.loading')} />}
      {reading.data && (
        <>
          <Warmth warmth={reading.data.warmth} />
          <NoteLabels leadId={leadId} labels={reading.data.labels} notes={notes} mayCorrect={mayCorrect} isOn={reading.data.is_on} />
        </>
      )}
    </Panel>
  );
}

function Warmth({ warmth }: Pick<LeadReading, 'warmth'>) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const level = t(`scoring.level.${warmth.level}`);
  return (
    <>
      <div className={classes.warmth} data-level={warmth.level}>
        <strong>{warmth.score}</strong>
        <div className={classes.scale}>
          <span>{level}</span>
          <span className={classes.gauge} role="img" aria-label={t('scoring.outOf', { score: warmth.score, level })}>
            <i style={{ width: `${warmth.score}%` }} />
          </span>
        </div>
      </div>
      <UnstyledButton className={classes.why} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? t('scoring.hideWhy') : t('scoring.why')}
      </UnstyledButton>
      {open && <Points points={warmth.points} />}
    </>
  );
}

function Points({ points }: Pick<LeadReading['warmth'], 'points'>) {
  const { t } = useTranslation();
  return (
    <>
      <ul className={classes.points}>
        {points.map(({ code, points: counts, times, at }) => (
          <li key={code} data-sign={Math.sign(counts)}>
            <span>
              {t(`scoring.point.${code}` as 'scoring.point.start', code)}
              {times > 1 && ` × ${times}`}
              {at && (
                <Text span size="sm" c="dimmed">
                  {' '}
                  <Moment at={at} />
                </Text>
              )}
            </span>
            <strong>{counts > 0 ? `+${counts}` : counts}</strong>
          </li>
        ))}
      </ul>
      <Text size="sm" c="dimmed">
        {t('scoring.robots')}
      </Text>
    </>
  );
}
