import { Stack, Text } from '@mantine/core';
import { IconArrowsSplit } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '@/ui/links';
import { Panel } from '@/ui/panel';

/** The way from a centre to how it gives out its leads. */
export function DistributionLink({ centreId }: { centreId: string }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('distribution.title')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" c="dimmed">
          {t('distribution.linkText')}
        </Text>
        <LinkButton to="/centres/$centreId/distribution" params={{ centreId }} variant="default" leftSection={<IconArrowsSplit size={18} />}>
          {t('distribution.open')}
        </LinkButton>
      </Stack>
    </Panel>
  );
}
