import { Button, NumberInput, PasswordInput, Radio, Skeleton, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { showProblem, unplaced } from '@/ui/show-problem';
import { Trouble } from '@/ui/trouble';
import { LastRun } from './last-run';
import { NoteTrial } from './note-trial';
import { rule, rulesQuery, type Rules } from './scoring';

const FIELDS = ['key', 'model', 'daily'] as const;
const ENGINES = ['embedded', 'openai', 'bedrock'] as const;
const ASKS = ['unsure', 'all'] as const;

/** "Rapport via AI": on or off, who reads, and how much may be shown outside. */
export function NoteReadingPage({ back }: { back: ReactNode }) {
  const { t } = useTranslation();
  const rules = useQuery(rulesQuery);
  return (
    <Page title={t('scoring.settings')} lead={t('scoring.settingsLead')} back={back}>
      {rules.error && !rules.data && <Trouble error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.isPending && <Skeleton height={280} radius="lg" role="status" aria-label={t('common.loading')} />}
      {rules.data && (
        <Stack gap="lg">
          <Panel>
            <RulesForm rules={rules.data} />
          </Panel>
          {rules.data.is_on && <LastRun rules={rules.data} />}
          <Panel title={t('scoring.try')}>
            <NoteTrial />
          </Panel>
        </Stack>
      )}
    </Page>
  );
}

function RulesForm({ rules }: { rules: Rules }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { is_on: rules.is_on, engine: rules.engine, asks: rules.asks, model: rules.model, daily: rules.daily, key: '' },
  });
  const save = useMutation({
    mutationFn: ({ key, ...values }: typeof form.values) => rule({ ...values, key: key || null }),
    onSuccess: (kept) => {
      queries.setQueryData(rulesQuery.queryKey, kept);
      form.setFieldValue('key', '');
      form.resetDirty();
      notifications.show({ message: t(kept.is_on ? 'scoring.savedOn' : 'scoring.savedOff') });
    },
    onError: (error) => showProblem(form, error),
  });
  const { engine } = form.values;
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        <Switch label={t('scoring.activate')} description={t('scoring.activateText')} {...form.getInputProps('is_on', { type: 'checkbox' })} />
        <Radio.Group label={t('scoring.whoReads')} {...form.getInputProps('engine')}>
          <Stack gap="xs" mt="xs">
            {ENGINES.map((value) => (
              <Radio key={value} value={value} label={t(`scoring.engineName.${value}`)} description={t(`scoring.engineText.${value}`)} />
            ))}
          </Stack>
        </Radio.Group>
        {engine === 'openai' && (
          <PasswordInput
            label={t('scoring.key')}
            description={rules.key_end ? t('scoring.keyKept', { end: rules.key_end }) : t('scoring.keyText')}
            autoComplete="off"
            {...form.getInputProps('key')}
          />
        )}
        {engine !== 'embedded' && (
          <>
            <Radio.Group label={t('scoring.asks')} {...form.getInputProps('asks')}>
              <Stack gap="xs" mt="xs">
                {ASKS.map((value) => (
                  <Radio key={value} value={value} label={t(`scoring.asked.${value}`)} />
                ))}
              </Stack>
            </Radio.Group>
            <NumberInput label={t('scoring.daily')} description={t('scoring.dailyText')} min={0} max={20000} {...form.getInputProps('daily')} />
            <TextInput label={t('scoring.model')} description={t('scoring.modelText')} {...form.getInputProps('model')} />
            <Text size="sm" c="dimmed">
              {t('scoring.outside')}
            </Text>
          </>
        )}
        {unplaced(save.error, FIELDS) && <Trouble error={save.error as Error} />}
        <Button type="submit" loading={save.isPending} style={{ alignSelf: 'start' }}>
          {t('scoring.save')}
        </Button>
      </Stack>
    </form>
  );
}
