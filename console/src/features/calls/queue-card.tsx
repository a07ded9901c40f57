import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { LeadStateTag } from '@/ui/lead-state';
import { Moment } from '@/ui/moment';
import type { QueuedLead } from './calls';
import type { QueueSection } from './queue-order';
import classes from './queue-page.module.css';

export function QueueCard({ lead, section }: { lead: QueuedLead; section: QueueSection }) {
  const { t } = useTranslation();
  return (
    <li className={classes.card} data-section={section}>
      <div className={classes.what}>
        <Link to="/leads/$leadId" params={{ leadId: lead.id }} className={classes.name}>
          {lead.name || t('leads.nameless')}
        </Link>
        <p className={classes.form}>
          {lead.form_name}
          {lead.attempts > 0 && ` · ${t('queue.attempts', { count: lead.attempts })}`}
        </p>
      </div>
      <LeadStateTag state={lead.state} />
      <p className={`${classes.when} ${section === 'due' ? classes.due : ''}`}>
        {lead.callback_at ? (
          <>
            {t('queue.callback')} <Moment at={lead.callback_at} exact />
          </>
        ) : (
          <>
            {t('queue.received')} <Moment at={lead.opened_at} />
          </>
        )}
      </p>
    </li>
  );
}
