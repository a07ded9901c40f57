import { Stack, Text } from '@mantine/core';
import { IconPhoneCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '@/ui/links';
import { Panel } from '@/ui/panel';

/** The way from a centre to what its agents may say of a call. */
export function OutcomesLink({ centreId }: { centreId: string }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('outcomes.title')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" c="dimmed">
          {t('outcomes.openText')}
        </Text>
        <LinkButton to="/centres/$centreId/resultats" params={{ centreId }} variant="default" leftSection={<IconPhoneCheck size={18} />}>
          {t('outcomes.open')}
        </LinkButton>
      </Stack>
    </Panel>
  );
}
