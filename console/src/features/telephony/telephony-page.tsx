import { Button, Group, SegmentedControl, Select, SimpleGrid, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { centreLookup, formLookup } from '@/api/lookups';
import { Copyable } from '@/ui/copyable';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { showProblem } from '@/ui/show-problem';
import { Trouble } from '@/ui/trouble';
import { lineQuery, saveLine, staffQuery, type Line, type LineDraft } from './calls';

export function TelephonyPage() {
  const { t } = useTranslation();
  const line = useQuery(lineQuery);
  return (
    <Page title={t('nav.telephony')} lead={t('telephony.lead')}>
      {line.isPending && <Skeleton height={320} radius="lg" role="status" aria-label={t('common.loading')} />}
      {line.error && !line.data && <Trouble error={line.error} onRetry={() => void line.refetch()} />}
      {line.data && <Settings key={line.data.version} line={line.data} />}
    </Page>
  );
}

type Values = { [name in 'instance' | 'flow' | 'queue' | 'number' | 'inbound_form_id' | 'inbound_centre_id']: string } & {
  way: Line['way'];
  agents: Record<string, string>;
};

function Settings({ line }: { line: Line }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const form = useForm<Values>({ initialValues: valuesOf(line) });
  const save = useMutation({
    mutationFn: (values: Values) => saveLine(draftOf(values), line.version),
    onSuccess: (saved) => {
      queries.setQueryData(lineQuery.queryKey, saved);
      void queries.invalidateQueries({ queryKey: ['telephone'] });
      notifications.show({ message: t('telephony.saved') });
    },
    onError: (error) => showProblem(form, error),
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        {save.error && <Trouble error={save.error} />}
        <Panel title={t('telephony.way')}>
          <Stack gap="sm">
            <SegmentedControl
              aria-label={t('telephony.way')}
              data={(['hand', 'connect'] as const).map((way) => ({ value: way, label: t(`telephony.ways.${way}`) }))}
              {...form.getInputProps('way')}
            />
            <Text c="dimmed">{t(`telephony.wayText.${form.values.way}`)}</Text>
          </Stack>
        </Panel>
        {form.values.way === 'connect' && (
          <>
            <Panel title={t('telephony.instanceTitle')}>
              <Instance form={form} line={line} />
            </Panel>
            <Panel title={t('telephony.inbound')}>
              <Inbound form={form} />
            </Panel>
            <Panel title={t('telephony.agents')}>
              <Agents form={form} />
            </Panel>
          </>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {t('telephony.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Form = ReturnType<typeof useForm<Values>>;

function Instance({ form, line }: { form: Form; line: Line }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <div>
        <Text fw={500}>{t('telephony.tag')}</Text>
        <Text size="sm" c="dimmed" mb="xs">
          {t('telephony.tagText')}
        </Text>
        <Copyable value={line.tag} label={t('telephony.tag')} />
      </div>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label={t('telephony.instance')} description={t('telephony.instanceText')} {...form.getInputProps('instance')} />
        <TextInput label={t('telephony.flow')} description={t('telephony.flowText')} {...form.getInputProps('flow')} />
        <TextInput label={t('telephony.queue')} description={t('telephony.queueText')} {...form.getInputProps('queue')} />
        <TextInput label={t('telephony.number')} description={t('telephony.numberText')} placeholder="+33187654321" {...form.getInputProps('number')} />
      </SimpleGrid>
      <div>
        <Text fw={500}>{t('telephony.recordings')}</Text>
        <Text size="sm" c="dimmed" mb="xs">
          {t('telephony.recordingsText')}
        </Text>
        <Copyable value={line.recordings} label={t('telephony.recordings')} />
      </div>
    </Stack>
  );
}

function Inbound({ form }: { form: Form }) {
  const { t } = useTranslation();
  const forms = useQuery(formLookup);
  const centres = useQuery(centreLookup);
  return (
    <Stack>
      <Text c="dimmed">{t('telephony.inboundText')}</Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t('telephony.inboundForm')}
          placeholder={t('telephony.inboundNone')}
          clearable
          data={(forms.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          {...form.getInputProps('inbound_form_id')}
          value={form.values.inbound_form_id || null}
        />
        <Select
          label={t('telephony.inboundCentre')}
          placeholder={t('telephony.inboundFormsOwn')}
          clearable
          data={(centres.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          {...form.getInputProps('inbound_centre_id')}
          value={form.values.inbound_centre_id || null}
        />
      </SimpleGrid>
    </Stack>
  );
}

function Agents({ form }: { form: Form }) {
  const { t } = useTranslation();
  const staff = useQuery(staffQuery);
  return (
    <Stack>
      <Text c="dimmed">{t('telephony.agentsText')}</Text>
      {staff.isPending && <Skeleton height={54} radius="md" role="status" aria-label={t('common.loading')} />}
      {staff.error && <Trouble error={staff.error} onRetry={() => void staff.refetch()} />}
      {staff.data?.length === 0 && <Text>{t('telephony.nobody')}</Text>}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {staff.data?.map((user) => (
          <TextInput
            key={user.id}
            label={user.name}
            description={user.email}
            placeholder={t('telephony.connectUser')}
            {...form.getInputProps(`agents.${user.id}`)}
            value={form.values.agents[user.id] ?? ''}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function valuesOf(line: Line): Values {
  return {
    way: line.way,
    instance: line.instance ?? '',
    flow: line.flow ?? '',
    queue: line.queue ?? '',
    number: line.number ?? '',
    inbound_form_id: line.inbound_form_id ?? '',
    inbound_centre_id: line.inbound_centre_id ?? '',
    agents: line.agents ?? {},
  };
}

function draftOf(values: Values): LineDraft {
  const linked = Object.entries(values.agents).map(([id, theirs]) => [id, theirs.trim()] as const);
  return {
    way: values.way,
    instance: given(values.instance),
    flow: given(values.flow),
    queue: given(values.queue),
    number: given(values.number),
    inbound_form_id: given(values.inbound_form_id),
    inbound_centre_id: given(values.inbound_centre_id),
    agents: Object.fromEntries(linked.filter(([, theirs]) => theirs)),
  };
}

/** A cleared choice is null, an untouched text is empty. */
function given(text: string | null) {
  return text?.trim() || null;
}
