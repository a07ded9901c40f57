import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Panel } from '@/ui/panel';
import { scopeOf, useMe } from '@/api/me';
import { LinkButton } from '@/ui/links';
import { queueQuery, type Outcome } from './calls';
import { useQueueFilters } from './use-queue-filters';

type NextLeadProps = { leadId: string; outcome: Outcome; onAgain: () => void };

export function NextLead({ leadId, outcome, onAgain }: NextLeadProps) {
  const { t } = useTranslation();
  const queued = scopeOf(useMe(), 'leads.work') === 'own';
  const queue = useQuery({ ...queueQuery(useQueueFilters()), enabled: queued });
  const next = queue.data?.items.find((lead) => lead.id !== leadId && lead.state !== 'callback');
  return (
    <Panel title={t('report.recorded')} tone="raised">
      <Text role="status" mb="md">
        {t(`report.recordedText.${outcome.kind}`)}
      </Text>
      <Group>
        {next && (
          <LinkButton to={queued ? '/file/$leadId' : '/leads/$leadId'} params={{ leadId: next.id }} search={true}>
            {t('report.next', { name: next.name })}
          </LinkButton>
        )}
        <LinkButton to={queued ? '/file' : '/leads'} search={queued ? true : {}} variant="default">
          {queued ? t('report.backToQueue') : t('report.backToLeads')}
        </LinkButton>
        {outcome.kind !== 'confirmed' && outcome.kind !== 'rejected' && (
          <Button variant="subtle" onClick={onAgain}>
            {t('report.again')}
          </Button>
        )}
      </Group>
    </Panel>
  );
}
