import { Alert } from '@mantine/core';
import { IconClockPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import { StandingList } from './standing-list';
import { capsOf, formStandingsQuery } from './standings';

/** How fairly a form shared its leads among its centres. Where one centre takes all there is nothing to tell. */
export function FormStandings({ formId }: { formId: string }) {
  const { t } = useTranslation();
  const standings = useQuery(formStandingsQuery(formId));
  const { items = [], waiting = 0 } = standings.data ?? {};
  const isShared = items.length > 1 || items.some((one) => one.part < 1 || capsOf(one).length > 0);
  if (standings.error) return <Trouble error={standings.error} onRetry={() => void standings.refetch()} />;
  if (!isShared) return null;
  return (
    <Panel title={t('routing.title')}>
      {waiting > 0 && (
        <Alert color="brass" icon={<IconClockPause />} mb="md">
          {t('routing.waiting', { count: waiting })}
        </Alert>
      )}
      <StandingList label={t('routing.title')} standings={items} nameOf={(one) => one.centre_name} />
    </Panel>
  );
}
