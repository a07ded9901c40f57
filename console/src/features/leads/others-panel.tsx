import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LeadStateTag } from '@/ui/lead-state';
import { LinkAnchor } from '@/ui/links';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/panel';
import type { Lead } from './leads';
import classes from './others-panel.module.css';

/** What else the same person asked for. */
export function OthersPanel({ lead }: { lead: Lead }) {
  const { t } = useTranslation();
  if (lead.others.length === 0 && lead.others_hidden === 0) return null;
  return (
    <Panel title={t('leads.others')}>
      <ul className={classes.others}>
        {lead.others.map((other) => (
          <li key={other.id}>
            <div>
              <LinkAnchor to="/leads/$leadId" params={{ leadId: other.id }}>
                {other.form_name}
              </LinkAnchor>
              <Text size="sm" c="dimmed">
                <Moment at={other.opened_at} />
                {other.agent_name && ` · ${other.agent_name}`}
              </Text>
            </div>
            <LeadStateTag state={other.state} />
          </li>
        ))}
      </ul>
      {lead.others_hidden > 0 && (
        <Text size="sm" c="dimmed" mt={lead.others.length > 0 ? 'sm' : 0}>
          {t('leads.othersHidden', { count: lead.others_hidden })}
        </Text>
      )}
    </Panel>
  );
}
