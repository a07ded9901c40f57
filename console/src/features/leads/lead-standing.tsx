import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { leadLabelsQuery } from '@/api/labels';
import { LabelTag, type Label } from '@/ui/label-tag';
import { Moment } from '@/ui/moment';
import classes from './lead-standing.module.css';
import type { LeadRow } from './leads';

type Known = { label: Label; score: number | null; scored_at?: string };

/** What each of these leads came to and how warm it was then: rows by score bring it along, of others it is asked for. */
export function useStandings(leads: LeadRow[] | undefined) {
  const asked = (leads ?? []).filter((lead) => lead.last_note && lead.label === undefined).map((lead) => lead.id);
  const labels = useQuery(leadLabelsQuery(asked));
  return ({ id, label, score, scored_at }: LeadRow): Known | undefined =>
    label ? { label, score: score ?? null, scored_at } : labels.data?.get(id);
}

export function Standing({ standing }: { standing: Known | undefined }) {
  const { t } = useTranslation();
  if (!standing) return null;
  return (
    <div className={classes.standing}>
      <LabelTag label={standing.label} />
      {standing.score !== null && (
        <span aria-label={t('leads.scoreOf', { score: standing.score })} role="img" className={classes.score}>
          {standing.score}
        </span>
      )}
      {standing.scored_at && (
        <span className={classes.when}>
          <Moment at={standing.scored_at} />
        </span>
      )}
    </div>
  );
}
