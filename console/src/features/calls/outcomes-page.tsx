import { Button, Group, SegmentedControl, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDeviceFloppy, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/me';
import { Problem } from '@/lib/problem';
import { useDraft } from '@/lib/use-draft';
import { LinkAnchor } from '@/ui/links';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import { OutcomeList } from './outcome-list';
import { MOST_OUTCOMES, newOutcome, outcomesQuery, saveOutcomes, type Clientele, type EditedOutcomes, type Settings } from './outcome-settings';

type OutcomesPageProps = { centreId: string; missing: (error: Error, retry: () => void) => ReactNode };

/** What the agents of a centre may say of a call, and what follows by itself. */
export function OutcomesPage({ centreId, missing }: OutcomesPageProps) {
  const { t } = useTranslation();
  const settings = useQuery(outcomesQuery(centreId));
  if (settings.error && !settings.data) return missing(settings.error, () => void settings.refetch());
  const back = (
    <LinkAnchor to="/centres/$centreId" params={{ centreId }} inherit>
      {t('centres.one')}
    </LinkAnchor>
  );
  return (
    <Page title={t('outcomes.title')} lead={t('outcomes.lead')} back={back}>
      {settings.data ? (
        <Editor key={settings.data.version} centreId={centreId} kept={settings.data} />
      ) : (
        <Skeleton height={420} radius="lg" role="status" aria-label={t('common.loading')} />
      )}
    </Page>
  );
}

function Editor({ centreId, kept }: { centreId: string; kept: Settings }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const draft = useDraft<EditedOutcomes | null>(`${me.id}.outcomes.${centreId}.${kept.version}`, null);
  const edited = draft.value ?? kept;
  const save = useMutation({
    mutationFn: () => saveOutcomes(centreId, kept.version, { outcomes: edited.outcomes, clientele: edited.clientele }),
    onSuccess: (saved) => {
      draft.clear();
      queries.setQueryData(outcomesQuery(centreId).queryKey, saved);
      void queries.invalidateQueries({ queryKey: ['leads'] });
      notifications.show({ message: t('outcomes.saved') });
    },
  });
  const write = (part: Partial<EditedOutcomes>) => {
    save.reset();
    draft.write({ outcomes: edited.outcomes, clientele: edited.clientele, ...part });
  };
  return (
    <Stack>
      <Panel title={t('outcomes.clientele')}>
        <Stack gap="xs">
          <SegmentedControl
            aria-label={t('outcomes.clientele')}
            value={edited.clientele}
            onChange={(clientele) => write({ clientele: clientele as Clientele })}
            data={[
              { value: 'consumers', label: t('outcomes.consumers') },
              { value: 'professionals', label: t('outcomes.professionals') },
            ]}
          />
          <Text size="sm" c="dimmed">
            {t(`outcomes.clienteleText.${edited.clientele}`)}
          </Text>
        </Stack>
      </Panel>
      <Panel title={t('outcomes.list')}>
        <Stack>
          <OutcomeList outcomes={edited.outcomes} known={kept.outcomes} write={(outcomes) => write({ outcomes })} />
          {edited.outcomes.length < MOST_OUTCOMES && (
            <Add onAdd={(name) => write({ outcomes: [...edited.outcomes, newOutcome(name, edited.outcomes.map((one) => one.code))] })} />
          )}
        </Stack>
      </Panel>
      {save.error && <Refusal error={save.error} outcomes={edited} />}
      <Group justify="flex-end">
        {draft.value && (
          <Button variant="default" onClick={draft.clear}>
            {t('common.cancel')}
          </Button>
        )}
        <Button leftSection={<IconDeviceFloppy size={18} />} disabled={!draft.value} loading={save.isPending} onClick={() => save.mutate()}>
          {t('outcomes.save')}
        </Button>
      </Group>
    </Stack>
  );
}

function Add({ onAdd }: { onAdd: (name: string) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!name.trim()) return;
        onAdd(name.trim());
        setName('');
      }}
    >
      <Group align="flex-end" wrap="nowrap">
        <TextInput
          label={t('outcomes.add')}
          placeholder={t('outcomes.addExample')}
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          style={{ flex: 1, maxWidth: '22rem' }}
        />
        <Button type="submit" variant="default" leftSection={<IconPlus size={18} />} disabled={!name.trim()}>
          {t('outcomes.addButton')}
        </Button>
      </Group>
    </form>
  );
}

/** Each refused field under the name of its outcome: the API names it by its place in the list. */
function Refusal({ error, outcomes }: { error: Error; outcomes: EditedOutcomes }) {
  const fields = error instanceof Problem ? Object.entries(error.fields) : [];
  if (fields.length === 0) return <Trouble error={error} />;
  return (
    <div role="alert">
      {fields.map(([place, message]) => {
        const number = /^outcomes\.(\d+)/.exec(place)?.[1];
        const name = number && outcomes.outcomes[Number(number)]?.name;
        return (
          <Text key={place} c="brick" size="sm">
            {name ? `${name} : ${message}` : message}
          </Text>
        );
      })}
    </div>
  );
}
