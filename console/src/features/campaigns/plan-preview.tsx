import { Badge, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '@/ui/panel';
import type { PlanPage } from './plans';
import { ChannelIcon } from './step-strip';
import classes from './campaigns.module.css';

/** What somebody called Camille would get, as it was last saved. */
export function PlanPreview({ plan }: { plan: PlanPage }) {
  const { t } = useTranslation();
  if (plan.shown.length === 0) return null;
  return (
    <Panel title={t('relances.preview')}>
      <Stack>
        {plan.shown.map((shown) => (
          <div key={`${shown.step}.${shown.language}`}>
            <Group gap="xs" mb="xs">
              <ChannelIcon channel={shown.channel} />
              <Text fw={600}>{t('relances.step', { number: shown.step })}</Text>
              <Text c="dimmed">{t(`relances.in.${shown.language}`)}</Text>
              {shown.parts && <Badge variant="light">{t('relances.parts', { count: shown.parts })}</Badge>}
            </Group>
            {shown.subject && <Text fw={600}>{shown.subject}</Text>}
            <div className={classes.preview}>{shown.text}</div>
          </div>
        ))}
      </Stack>
    </Panel>
  );
}
