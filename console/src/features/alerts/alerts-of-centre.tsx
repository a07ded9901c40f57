import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LinkAnchor } from '@/ui/links';
import { Panel } from '@/ui/panel';

export function AlertsOfCentre({ centreId }: { centreId: string }) {
  const { t } = useTranslation();
  return (
    <Panel
      title={t('alerts.ofCentre')}
      aside={
        <LinkAnchor to="/centres/$centreId/alertes" params={{ centreId }}>
          {t('alerts.openRules')}
        </LinkAnchor>
      }
    >
      <Text size="sm" c="dimmed">
        {t('alerts.ofCentreText')}
      </Text>
    </Panel>
  );
}
