import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LABELS, LEVELS } from '@/ui/label-tag';
import { Choice } from '@/ui/choice';
import classes from './lead-standing.module.css';
import type { LeadFilters } from './leads';

type StandingChoicesProps = { filters: LeadFilters; onChange: (change: Partial<LeadFilters>) => void };

/** By what the notes of calls say: only leads of which one was read. */
export function StandingChoices({ filters, onChange }: StandingChoicesProps) {
  const { t } = useTranslation();
  return (
    <>
      <Choice
        label={t('leads.label')}
        all={t('leads.allLabels')}
        data={LABELS.map((id) => ({ id, name: t(`scoring.label.${id}`) }))}
        chosen={filters.label}
        onChoose={(chosen) => onChange({ label: LABELS.find((label) => label === chosen) })}
      />
      <Choice
        label={t('leads.level')}
        all={t('leads.allLevels')}
        data={LEVELS.map((id) => ({ id, name: t(`scoring.level.${id}`) }))}
        chosen={filters.level}
        onChoose={(chosen) => onChange({ level: LEVELS.find((level) => level === chosen) })}
      />
      <Choice
        label={t('leads.order')}
        all={t('leads.newestFirst')}
        data={[{ id: 'score', name: t('leads.warmestFirst') }]}
        chosen={filters.order}
        onChoose={(chosen) => onChange({ order: chosen === 'score' ? 'score' : undefined })}
      />
      {(filters.order ?? filters.label ?? filters.level) && (
        <Text size="sm" c="dimmed" className={classes.note}>
          {t('leads.scoredText')}
        </Text>
      )}
    </>
  );
}
