import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tagLookup } from '@/api/lookups';
import { LeadStateTag } from '@/ui/lead-state';
import { Moment } from '@/ui/moment';
import { Tag } from '@/ui/tag';
import { TagRow } from '@/ui/tag-row';
import type { QueuedLead } from './calls';
import type { QueueSection } from './queue-order';
import classes from './queue-card.module.css';

type QueueCardProps = {
  lead: QueuedLead;
  section: QueueSection;
  columns: readonly string[];
  /** What its latest call came to. */
  mark: ReactNode;
};

export function QueueCard({ lead, section, columns, mark }: QueueCardProps) {
  const { t } = useTranslation();
  const tags = useQuery({ ...tagLookup, enabled: lead.tags.length > 0 });
  const shows = (column: string) => columns.includes(column);
  const about = [
    shows('form') && lead.form_name,
    shows('attempts') && lead.attempts > 0 && t('queue.attempts', { count: lead.attempts }),
    shows('agent') && lead.agent_name,
  ].filter(Boolean);
  return (
    <li className={classes.card} data-section={section}>
      <div className={classes.head}>
        <Link
          to="/file/$leadId"
          params={{ leadId: lead.id }}
          search={true}
          className={classes.name}
          // The next one is on the screen before its key is let go.
          preload="intent"
        >
          {lead.name || t('leads.nameless')}
        </Link>
        {lead.callback_missed && <Tag tone="brick">{t('queue.missed')}</Tag>}
        {mark}
        <LeadStateTag state={lead.state} />
      </div>
      <p className={classes.line}>
        <span>{about.join(' · ')}</span>
        <span className={`${classes.when} ${section === 'due' ? classes.due : ''}`}>
          <When lead={lead} />
        </span>
      </p>
      {shows('tags') && <TagRow ids={lead.tags} known={tags.data} label={t('tags.title')} />}
      {lead.extras.map((extra) => (
        <p key={extra.label} className={classes.extra}>
          {extra.label} <strong>{extra.value}</strong>
        </p>
      ))}
      {shows('last_note') && lead.last_note && (
        <p className={classes.note} dir="auto">
          {lead.last_note.text}
        </p>
      )}
    </li>
  );
}

/** When the person is called again, and by whom; until then, when they asked. */
function When({ lead }: { lead: QueuedLead }) {
  const { t } = useTranslation();
  if (!lead.callback_at) {
    return (
      <>
        {t('queue.received')} <Moment at={lead.opened_at} />
      </>
    );
  }
  return (
    <>
      {t(`queue.calledAgain.${lead.callback ?? 'agent'}`)} <Moment at={lead.callback_at} exact />
    </>
  );
}
