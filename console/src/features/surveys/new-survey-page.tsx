import { Button, Group, NumberInput, Radio, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formLookup } from '@/api/lookups';
import { useMe } from '@/api/me';
import { useDraft } from '@/lib/use-draft';
import { LinkAnchor } from '@/ui/links';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { showProblem, unplaced } from '@/ui/show-problem';
import { Trouble } from '@/ui/trouble';
import { PeoplePicker } from './people-picker';
import { prepareSurvey, type SurveyDraft } from './surveys';
import classes from './surveys.module.css';

type Who = 'confirmed_address' | 'customers' | 'by_hand';
type Values = { name: string; form_id: string | null; who: Who; from: string | null; lead_ids: string[]; subject: string; message: string; days: number };

const EMPTY: Values = { name: '', form_id: null, who: 'confirmed_address', from: null, lead_ids: [], subject: '', message: '', days: 30 };
const FIELDS = ['name', 'form_id', 'audience', 'days'];
const LONGEST_DAYS = 90;

/** Which questions, to whom, by what mail. Nothing leaves from here: the next page says how many they are first. */
export function NewSurveyPage() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const lookup = useQuery(formLookup);
  const draft = useDraft<Values>(`survey.${me.id}`, EMPTY);
  const form = useForm<Values>({ initialValues: draft.value, onValuesChange: draft.write });
  const { values } = form;
  const forms = lookup.data ?? [];
  const asked = forms.find(({ id }) => id === values.form_id);
  const prepare = useMutation({
    mutationFn: () => prepareSurvey(toWire(values, (asked?.language ?? 'fr') as 'fr')),
    onSuccess: async ({ id }) => {
      draft.clear();
      void queries.invalidateQueries({ queryKey: ['surveys', 'list'] });
      await navigate({ to: '/enquetes/$surveyId', params: { surveyId: id } });
    },
    onError: (error) => showProblem(form, error),
  });
  const options = (all: typeof forms) => all.map(({ id, name }) => ({ value: id, label: name }));
  const problem = unplaced(prepare.error, FIELDS);
  return (
    <Page
      title={t('surveys.new')}
      lead={t('surveys.newLead')}
      back={
        <LinkAnchor to="/enquetes" inherit>
          {t('nav.surveys')}
        </LinkAnchor>
      }
    >
      <form className={classes.steps} noValidate onSubmit={form.onSubmit(() => prepare.mutate())}>
        {problem && <Trouble error={problem} />}
        <Panel title={t('surveys.stepQuestions')}>
          <Stack>
            <TextInput label={t('surveys.name')} description={t('surveys.nameHint')} maxLength={100} {...form.getInputProps('name')} />
            <Select
              label={t('surveys.form')}
              description={t('surveys.formHint')}
              placeholder={t('surveys.chooseForm')}
              data={options(forms.filter(({ state }) => state === 'published'))}
              {...form.getInputProps('form_id')}
            />
          </Stack>
        </Panel>
        <Panel title={t('surveys.stepPersons')}>
          <Stack>
            <Radio.Group aria-label={t('surveys.stepPersons')} {...form.getInputProps('who')}>
              <Stack gap="xs">
                {(['confirmed_address', 'customers', 'by_hand'] as const).map((who) => (
                  <Radio key={who} value={who} label={t(`surveys.who.${who}`)} description={t(`surveys.whoHint.${who}`)} />
                ))}
              </Stack>
            </Radio.Group>
            <Select
              label={t('surveys.from')}
              placeholder={t('surveys.chooseForm')}
              clearable={values.who === 'by_hand'}
              data={options(forms.filter(({ state }) => state !== 'draft'))}
              {...form.getInputProps('from')}
            />
            {values.who === 'by_hand' && (
              <PeoplePicker formId={values.from} picked={values.lead_ids} onPick={(lead_ids) => form.setFieldValue('lead_ids', lead_ids)} />
            )}
            {form.errors.audience && (
              <Text size="sm" c="var(--brick-ink)" role="alert">
                {form.errors.audience}
              </Text>
            )}
          </Stack>
        </Panel>
        <Panel title={t('surveys.stepMail')}>
          <Stack>
            <TextInput label={t('surveys.subject')} description={t('surveys.subjectHint')} maxLength={100} {...form.getInputProps('subject')} />
            <Textarea
              label={t('surveys.message')}
              description={t('surveys.messageHint')}
              autosize
              minRows={4}
              maxLength={2000}
              {...form.getInputProps('message')}
            />
            <NumberInput label={t('surveys.linkLife')} suffix={` ${t('surveys.daysUnit')}`} min={1} max={LONGEST_DAYS} w="10rem" {...form.getInputProps('days')} />
          </Stack>
        </Panel>
        <Group justify="flex-end" align="center">
          <Text size="sm" c="dimmed">
            {t('surveys.nothingLeaves')}
          </Text>
          <Button type="submit" loading={prepare.isPending}>
            {t('surveys.prepare')}
          </Button>
        </Group>
      </form>
    </Page>
  );
}

function toWire(values: Values, language: 'fr' | 'en'): SurveyDraft {
  const { name, form_id, who, from, lead_ids, subject, message, days } = values;
  return {
    name,
    form_id: form_id ?? '',
    audience: who === 'by_hand' ? { form_id: null, who: 'confirmed_address', lead_ids } : { form_id: from, who, lead_ids: [] },
    letters: { [language]: { subject, message } },
    days,
  };
}
