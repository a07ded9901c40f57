import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '@/ui/panel';

/** Looking at an agent's lead keeps nobody from it; working on it does, and is a choice. */
export function TakeOver({ onTake }: { onTake: () => void }) {
  const { t } = useTranslation();
  return (
    <Panel>
      <Group justify="space-between">
        <Text c="dimmed">{t('claim.takeOverText')}</Text>
        <Button variant="light" onClick={onTake}>
          {t('claim.takeOver')}
        </Button>
      </Group>
    </Panel>
  );
}
