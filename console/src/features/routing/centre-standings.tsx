import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LinkAnchor } from '@/ui/links';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import { StandingList } from './standing-list';
import { centreStandingsQuery } from './standings';

/** What each form sends to a centre, and how near it is to its caps. */
export function CentreStandings({ centreId }: { centreId: string }) {
  const { t } = useTranslation();
  const standings = useQuery(centreStandingsQuery(centreId));
  if (standings.error) return <Trouble error={standings.error} onRetry={() => void standings.refetch()} />;
  if (!standings.data) return null;
  const { items } = standings.data;
  return (
    <Panel title={t('routing.ofCentre')}>
      {items.length === 0 && <Text c="dimmed">{t('routing.noForm')}</Text>}
      <StandingList
        label={t('routing.ofCentre')}
        standings={items}
        nameOf={(one) => (
          <LinkAnchor to="/formulaires/$formId" params={{ formId: one.form_id }} inherit>
            {one.form_name}
          </LinkAnchor>
        )}
      />
    </Panel>
  );
}
