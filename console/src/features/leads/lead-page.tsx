import { Skeleton, Stack } from '@mantine/core';
import { IconFileCertificate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { Problem } from '@/lib/problem';
import { LeadStateTag } from '@/ui/lead-state';
import { LinkButton } from '@/ui/links';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { Tag } from '@/ui/tag';
import { Trouble } from '@/ui/trouble';
import { AnswersPanel } from './answers-panel';
import { ConsentPanel } from './consent-panel';
import { FilesPanel } from './files-panel';
import classes from './lead-page.module.css';
import { LeadWork } from './lead-work';
import { leadQuery, type Lead } from './leads';
import { ManagerActions } from './manager-actions';
import { MovedNotice, useMove } from './moved-notice';
import { OthersPanel } from './others-panel';
import { PersonTags } from './person-tags';
import { OptInPanel } from './optin-panel';
import { SourcePanel } from './source-panel';
import { Timeline } from './timeline';

type LeadPageProps = {
  leadId: string;
  back?: ReactNode;
  /** The call report comes from another feature; `free` says that nobody else has the lead in hand. */
  report: (lead: Lead, free: boolean) => ReactNode;
  /** Why the person may not be called now, from another feature too. */
  permission: (lead: Lead) => ReactNode;
  /** The button that calls, and the calls there were, come from another feature as well. */
  call: (lead: Lead, phone: string, free: boolean) => ReactNode;
  aside: (lead: Lead) => ReactNode;
  /** The lists that the person is on come from another feature, too. */
  lists: (lead: Lead) => ReactNode;
  missing: (error: Error, retry: () => void) => ReactNode;
};

export function LeadPage({ leadId, back, report, permission, call, aside, lists, missing }: LeadPageProps) {
  const { t } = useTranslation();
  const lead = useQuery(leadQuery(leadId));
  if (lead.error && !lead.data) return missing(lead.error, () => void lead.refetch());
  if (!lead.data) {
    return (
      <Page title={t('leads.one')} back={back}>
        <Skeleton height={320} radius="lg" aria-label={t('common.loading')} role="status" />
      </Page>
    );
  }
  return <LoadedLead lead={lead.data} stale={lead.error} back={back} report={report} permission={permission} call={call} aside={aside} lists={lists} />;
}

type LoadedLeadProps = Pick<LeadPageProps, 'back' | 'report' | 'call' | 'aside' | 'lists' | 'permission'> & { lead: Lead; stale: Error | null };

function LoadedLead({ lead, stale, back, report, permission, call, aside, lists }: LoadedLeadProps) {
  const { t } = useTranslation();
  const me = useMe();
  const move = useMove(lead.id);
  // What was typed stays on the screen, under the words that say where the lead went.
  const gone = stale instanceof Problem && stale.status === 404;
  return (
    <Page
      title={lead.name || t('leads.nameless')}
      back={back}
      badge={<Standing lead={lead} />}
      lead={lead.form_name}
      actions={
        <>
          {may(me, 'proofs.read') && (
            // Each sheet that is given is noted: nothing is fetched before somebody asks.
            <LinkButton to="/leads/$leadId/preuve" params={{ leadId: lead.id }} preload={false} variant="default" leftSection={<IconFileCertificate size={18} />}>
              {t('proof.title')}
            </LinkButton>
          )}
          {may(me, 'leads.manage') && <ManagerActions lead={lead} />}
        </>
      }
    >
      <MovedNotice move={move} gone={gone} />
      {stale && !gone && <Trouble error={stale} />}
      <div className={classes.tags}>
        <PersonTags lead={lead} editable={may(me, 'leads.work')} />
        {lists(lead)}
      </div>
      <div className={classes.frame}>
        <div className={classes.columns}>
          <LeadWork lead={lead} permission={permission(lead)} report={(one, free) => report(one, free && !gone)} call={call} />
          <Stack className={classes.side}>
            <OthersPanel lead={lead} />
            {aside(lead)}
            <AnswersPanel answers={lead.answers} />
            {lead.files.length > 0 && <FilesPanel lead={lead} />}
            <ConsentPanel consent={lead.consent} />
            {lead.source && <SourcePanel source={lead.source} />}
            {lead.optin && <OptInPanel lead={lead} optin={lead.optin} />}
          </Stack>
          <div className={classes.history}>
            <Panel title={t('timeline.title')}>
              <Timeline rows={lead.timeline} />
            </Panel>
          </div>
        </div>
      </div>
    </Page>
  );
}

function Standing({ lead }: { lead: Lead }) {
  const { t } = useTranslation();
  return (
    <>
      <LeadStateTag state={lead.state} />
      {lead.state === 'ready' && lead.centre_id === null && <Tag tone="brass">{t('leads.awaitsCentre')}</Tag>}
      {lead.reserved && lead.agent_name && <Tag tone="stone">{t('leads.reserved', { name: lead.agent_name })}</Tag>}
    </>
  );
}
