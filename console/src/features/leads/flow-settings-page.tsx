import { SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { Page } from '@/ui/page';
import { FlowPanel } from './flow-panel';
import { NoteModelsPanel } from './note-models-panel';
import { TagsPanel } from './tags-panel';

type FlowSettingsPageProps = { centreId: string | undefined; onCentre: (centreId: string) => void };

/** The settings of the flow: predefined notes, tags, and what agents see. */
export function FlowSettingsPage({ centreId, onCentre }: FlowSettingsPageProps) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Page title={t('flow.settings')} lead={t('flow.lead')}>
      <Stack>
        <NoteModelsPanel />
        <SimpleGrid cols={{ base: 1, md: 2 }} style={{ alignItems: 'start' }}>
          {may(me, 'tags.write') && <TagsPanel />}
          <FlowPanel centreId={centreId ?? me.centre_id ?? undefined} onCentre={onCentre} />
        </SimpleGrid>
      </Stack>
    </Page>
  );
}
