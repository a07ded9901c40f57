import { Button, Checkbox, Group, MultiSelect, Select, Skeleton, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { centreLookup, flowLookup, formLookup, listLookup } from '@/api/lookups';
import { may, scopeOf, useMe } from '@/api/me';
import { Panel } from '@/ui/panel';
import { showProblem, unplaced } from '@/ui/show-problem';
import { Trouble } from '@/ui/trouble';
import { COLUMNS, RESERVING, setFlow, type Flow, type FlowDraft } from './flow-settings';

type FlowPanelProps = { centreId: string | undefined; onCentre: (centreId: string) => void };

/** What the agents of one centre see, and whose first note reserves a lead. */
export function FlowPanel({ centreId, onCentre }: FlowPanelProps) {
  const { t } = useTranslation();
  const everywhere = scopeOf(useMe(), 'leads.manage') === 'all';
  const centres = useQuery({ ...centreLookup, enabled: everywhere });
  const chosen = centreId ?? centres.data?.[0]?.id;
  return (
    <Panel title={t('flow.screen')}>
      <Stack>
        {everywhere && (
          <Select
            label={t('flow.centre')}
            data={(centres.data ?? []).map((centre) => ({ value: centre.id, label: centre.name }))}
            value={chosen ?? null}
            onChange={(centre) => centre && onCentre(centre)}
          />
        )}
        {chosen && <CentreFlow key={chosen} centreId={chosen} />}
      </Stack>
    </Panel>
  );
}

function CentreFlow({ centreId }: { centreId: string }) {
  const { t } = useTranslation();
  const flow = useQuery(flowLookup(centreId));
  if (flow.data) return <FlowForm key={flow.data.version} centreId={centreId} flow={flow.data} />;
  if (flow.error) return <Trouble error={flow.error} onRetry={() => void flow.refetch()} />;
  return <Skeleton height={220} radius="md" role="status" aria-label={t('common.loading')} />;
}

function FlowForm({ centreId, flow }: { centreId: string; flow: Flow }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const fields = useFields(centreId, flow.fields);
  const lists = useLists(centreId, flow.lists ?? []);
  const form = useForm<FlowDraft>({ initialValues: { columns: flow.columns, fields: flow.fields, lists: flow.lists ?? [], reserving: flow.reserving } });
  const keep = useMutation({
    mutationFn: (values: FlowDraft) => setFlow(centreId, flow.version, values),
    onSuccess: (kept) => {
      queries.setQueryData(flowLookup(centreId).queryKey, kept);
      notifications.show({ message: t('flow.saved') });
    },
    onError: (error) => showProblem(form, error),
  });
  return (
    <form onSubmit={form.onSubmit((values) => keep.mutate(values))}>
      <Stack>
        <Checkbox.Group label={t('flow.columns')} description={t('flow.columnsHint')} {...form.getInputProps('columns')}>
          <Group mt="xs">
            {COLUMNS.map((column) => (
              <Checkbox key={column} value={column} label={t(`flow.column.${column}`)} />
            ))}
          </Group>
        </Checkbox.Group>
        <MultiSelect label={t('flow.fields')} description={t('flow.fieldsHint')} searchable maxValues={5} data={fields} {...form.getInputProps('fields')} />
        <MultiSelect label={t('flow.lists')} description={t('flow.listsHint')} searchable maxValues={5} data={lists} {...form.getInputProps('lists')} />
        <Checkbox.Group label={t('flow.reserving')} description={t('flow.reservingHint')} {...form.getInputProps('reserving')}>
          <Group mt="xs">
            {RESERVING.map((role) => (
              <Checkbox key={role} value={role} label={t(`role.${role}`)} />
            ))}
          </Group>
        </Checkbox.Group>
        {unplaced(keep.error, ['columns', 'fields', 'lists', 'reserving']) && <Trouble error={keep.error as Error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={keep.isPending} disabled={!form.isDirty()}>
            {t('flow.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The lists of the company and of the centre; one that was deleted meanwhile can be taken off. */
function useLists(centreId: string, chosen: string[]) {
  const { t } = useTranslation();
  const lists = useQuery({ ...listLookup, enabled: may(useMe(), 'lists.read') });
  if (!lists.data) return [];
  const usable = lists.data.filter((list) => [null, centreId].includes(list.centre_id ?? null)).map(({ id, name }) => ({ value: id, label: name }));
  const gone = chosen.filter((id) => !usable.some(({ value }) => value === id)).map((id) => ({ value: id, label: t('flow.listGone') }));
  return [...usable, ...gone];
}

const PERSONAL = new Set(['first_name', 'last_name', 'email', 'phone']);

/** What the forms of the centre ask beside the identity; what was chosen once stays choosable. */
function useFields(centreId: string, chosen: string[]) {
  const forms = useQuery({ ...formLookup, enabled: may(useMe(), 'forms.read') });
  const labels = new Map(chosen.map((name) => [name, name]));
  for (const form of forms.data ?? []) {
    if (!form.centres.some((share) => share.centre_id === centreId)) continue;
    for (const field of form.fields) {
      if (!PERSONAL.has(field.name) && field.type !== 'consent' && field.type !== 'file') labels.set(field.name, field.label);
    }
  }
  return [...labels].map(([value, label]) => ({ value, label }));
}
