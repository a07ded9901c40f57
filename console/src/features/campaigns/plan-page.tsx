import { Button, Checkbox, Group, NumberInput, Radio, Select, Skeleton, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { centreLookup, formLookup, tagLookup } from '@/api/lookups';
import { scopeOf, useMe, type Me } from '@/api/me';
import { Problem } from '@/lib/problem';
import { useDraft } from '@/lib/use-draft';
import { ConfirmButton } from '@/ui/confirm-button';
import { LinkAnchor } from '@/ui/links';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { showProblem, unplaced } from '@/ui/show-problem';
import { Trouble } from '@/ui/trouble';
import { useZone } from '@/ui/zone';
import { inMinutes } from './delays';
import { newPlan, newStep, toWire, valuesOf, type PlanValues } from './plan-values';
import { PlanPreview } from './plan-preview';
import { PlanTag } from './plans-page';
import { deletePlan, MOST_STEPS, planQuery, savePlan, type PlanPage as Plan } from './plans';
import { StepEditor } from './step-editor';
import { StepStrip } from './step-strip';
import classes from './campaigns.module.css';

const WEEK = [0, 1, 2, 3, 4, 5, 6] as const;
/** What a plan's author writes has the braces that our own sentences have, too. */
const AS_WRITTEN = { interpolation: { prefix: '[[', suffix: ']]' } };
const MONDAY = Date.UTC(2026, 0, 5);
const PLACED = /^($|name|wanted|tag_id|form_id|centre_id|hours|steps|most|within_days)/;

export function NewPlanPage() {
  const { t } = useTranslation();
  const me = useMe();
  const zone = useZone();
  const own = scopeOf(me, 'campaigns.write') === 'centre' ? (me.centre_id) : null;
  const draft = useDraft<PlanValues>(`relance.${me.id}`, newPlan(zone, own, t('relances.sample.unconfirmed', AS_WRITTEN)));
  return <PlanEditor title={t('relances.new')} initial={draft.value} onWrite={draft.write} onSaved={draft.clear} />;
}

type PlanPageProps = { planId: string; missing: (error: Error, retry: () => void) => ReactNode };

export function PlanPage({ planId, missing }: PlanPageProps) {
  const plan = useQuery(planQuery(planId));
  if (plan.error && !plan.data) return missing(plan.error, () => void plan.refetch());
  if (!plan.data) return <Skeleton height={320} radius="md" />;
  return <PlanEditor key={plan.data.version} title={plan.data.name} initial={valuesOf(plan.data)} plan={plan.data} />;
}

type EditorProps = { title: string; initial: PlanValues; plan?: Plan; onWrite?: (values: PlanValues) => void; onSaved?: () => void };

function PlanEditor({ title, initial, plan, onWrite, onSaved }: EditorProps) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm<PlanValues>({ initialValues: initial, onValuesChange: onWrite });
  const [english, setEnglish] = useState(initial.steps.some((step) => step.texts.en.text));
  const mayWrite = mayEdit(me, plan);
  const save = useMutation({
    mutationFn: (values: PlanValues) => savePlan(toWire(values), plan),
    onSuccess: async (saved) => {
      onSaved?.();
      queries.setQueryData(planQuery(saved.id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: ['relance-plans', 'list'] });
      notifications.show({ message: t('relances.saved') });
      if (!plan) await navigate({ to: '/relances/$planId', params: { planId: saved.id } });
    },
    onError: (error) => showProblem(form, error),
  });
  const problem = unplaced(save.error, placed(save.error));
  const { values } = form;
  return (
    <Page
      title={title}
      badge={plan && <PlanTag on={plan.on} />}
      lead={t('relances.pageLead')}
      back={
        <LinkAnchor to="/relances" inherit>
          {t('nav.relances')}
        </LinkAnchor>
      }
      actions={plan && mayWrite && <DeletePlan plan={plan} />}
    >
      <form className={classes.steps} noValidate onSubmit={form.onSubmit((said) => save.mutate(said))}>
        {problem && <Trouble error={problem} />}
        <Panel title={t('relances.forWhom')}>
          <Stack>
            <TextInput label={t('relances.name')} maxLength={100} {...form.getInputProps('name')} />
            <Radio.Group label={t('relances.whichLeads')} {...form.getInputProps('wanted')}>
              <Stack gap="xs" mt="xs">
                {(['unconfirmed', 'uncontacted', 'tagged'] as const).map((wanted) => (
                  <Radio key={wanted} value={wanted} label={t(`relances.wanted.${wanted}`)} description={t(`relances.wantedHint.${wanted}`)} />
                ))}
              </Stack>
            </Radio.Group>
            {values.wanted === 'tagged' && <TagChoice form={form} />}
            <Whose form={form} />
            {values.wanted === 'unconfirmed' && <Reminders plan={plan} />}
          </Stack>
        </Panel>
        <Panel title={t('relances.steps')} aside={<StepStrip steps={values.steps.map(({ channel, count, unit }) => ({ channel, after: inMinutes(count, unit) }))} />}>
          <Text size="sm" c="dimmed" mb="sm">
            {t('relances.variables', AS_WRITTEN)}
          </Text>
          <ol className={classes.steps} style={{ padding: 0, margin: 0, listStyle: 'none' }}>
            {values.steps.map((_, number) => (
              <StepEditor key={number} form={form} number={number} english={english} />
            ))}
          </ol>
          <Group justify="space-between" mt="md">
            <Button
              variant="default"
              leftSection={<IconPlus size={16} />}
              disabled={values.steps.length >= MOST_STEPS}
              onClick={() => form.insertListItem('steps', newStep(t(`relances.sample.${values.wanted}`, AS_WRITTEN)))}
            >
              {t('relances.addStep')}
            </Button>
            <Switch label={t('relances.english')} checked={english} onChange={(event) => setEnglish(event.currentTarget.checked)} />
          </Group>
        </Panel>
        <Hours form={form} />
        {mayWrite && (
          <Group justify="space-between">
            <Switch label={t('relances.switchOn')} description={t('relances.switchOnHint')} {...form.getInputProps('on', { type: 'checkbox' })} />
            <Button type="submit" loading={save.isPending}>
              {t('relances.save')}
            </Button>
          </Group>
        )}
      </form>
      {plan && (
        <div className={classes.saved}>
          <PlanPreview plan={plan} />
        </div>
      )}
    </Page>
  );
}

/** What stands beside its field already. */
function placed(error: Error | null) {
  return error instanceof Problem ? Object.keys(error.fields).filter((name) => PLACED.test(name)) : [];
}

/** A plan for all is not a centre's to change. */
function mayEdit(me: Me, plan?: Plan) {
  const scope = scopeOf(me, 'campaigns.write');
  return scope === 'all' || (scope === 'centre' && (!plan || plan.centre_id === me.centre_id));
}

function Whose({ form }: { form: ReturnType<typeof useForm<PlanValues>> }) {
  const { t } = useTranslation();
  const me = useMe();
  const forms = useQuery(formLookup);
  const centres = useQuery(centreLookup);
  const own = scopeOf(me, 'campaigns.write') === 'centre';
  const options = (all: { id: string; name: string }[] | undefined) => (all ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Group grow align="start">
      <Select label={t('relances.form')} placeholder={t('relances.allForms')} clearable data={options(forms.data)} {...form.getInputProps('form_id')} />
      <Select label={t('relances.centre')} placeholder={t('relances.allCentres')} clearable={!own} data={options(centres.data)} {...form.getInputProps('centre_id')} />
    </Group>
  );
}

function TagChoice({ form }: { form: ReturnType<typeof useForm<PlanValues>> }) {
  const { t } = useTranslation();
  const tags = useQuery(tagLookup);
  return (
    <Select
      label={t('relances.tag')}
      placeholder={t('relances.chooseTag')}
      searchable
      data={(tags.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      {...form.getInputProps('tag_id')}
      error={form.errors.tag_id ?? form.errors['']}
    />
  );
}

/** Nobody is reminded twice: what the form plans itself is said, and that this takes its place. */
function Reminders({ plan }: { plan?: Plan }) {
  const { t } = useTranslation();
  const days = plan?.reminder_days.map((day) => t('relances.dayPlus', { day })).join(', ');
  return (
    <Text size="sm" c="dimmed">
      {days ? t('relances.replacesDays', { days }) : t('relances.replaces')}
      {plan?.link_hours ? ` ${t('relances.linkLife', { count: plan.link_hours })}` : ''}
    </Text>
  );
}

function Hours({ form }: { form: ReturnType<typeof useForm<PlanValues>> }) {
  const { t, i18n } = useTranslation();
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' });
  return (
    <Panel title={t('relances.limits')}>
      <Stack>
        <Group align="end">
          <TextInput type="time" label={t('relances.from')} {...form.getInputProps('hours.start')} />
          <TextInput type="time" label={t('relances.until')} {...form.getInputProps('hours.end')} />
          <TextInput label={t('relances.zone')} {...form.getInputProps('hours.timezone')} />
        </Group>
        <Checkbox.Group label={t('relances.days')} {...form.getInputProps('hours.days')}>
          <Group mt="xs">
            {WEEK.map((day) => (
              <Checkbox key={day} value={String(day)} label={weekday.format(MONDAY + day * 86_400_000)} />
            ))}
          </Group>
        </Checkbox.Group>
        {form.errors.hours && (
          <Text size="sm" c="var(--brick-ink)" role="alert">
            {form.errors.hours}
          </Text>
        )}
        <Checkbox label={t('relances.centreHours')} description={t('relances.centreHoursHint')} {...form.getInputProps('centre_hours', { type: 'checkbox' })} />
        <Group align="end">
          <NumberInput label={t('relances.most')} min={1} max={20} w="9rem" {...form.getInputProps('most')} />
          <NumberInput label={t('relances.within')} min={1} max={30} w="9rem" suffix={` ${t('relances.unitNames.days')}`} {...form.getInputProps('within_days')} />
        </Group>
        <Checkbox label={t('relances.endsWithAnswer')} description={t('relances.endsWithAnswerHint')} {...form.getInputProps('ends_with_answer', { type: 'checkbox' })} />
        <Text size="sm" c="dimmed">
          {t('relances.stops')}
        </Text>
      </Stack>
    </Panel>
  );
}

function DeletePlan({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deletePlan(plan.id),
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: ['relance-plans', 'list'] });
      await navigate({ to: '/relances' });
    },
  });
  return (
    <ConfirmButton title={t('relances.deleteTitle')} text={t('relances.deleteText')} action={t('relances.delete')} mutation={remove}>
      {t('relances.delete')}
    </ConfirmButton>
  );
}
