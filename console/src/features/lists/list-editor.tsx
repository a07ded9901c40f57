import { Button, Group, Radio, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { centreLookup } from '@/api/lookups';
import { scopeOf, useMe } from '@/api/me';
import { Problem } from '@/lib/problem';
import { Panel } from '@/ui/panel';
import { unplaced } from '@/ui/show-problem';
import { Trouble } from '@/ui/trouble';
import { isWhole, ruleOf, toWire, type ListValues } from './list-values';
import { listQuery, saveList, type MarketingList } from './lists';
import { RuleBuilder } from './rule-builder';
import { RuleCount } from './rule-count';

const CALM_MS = 400;
const PLACED = /^(name|description|centre_id|conditions)/;

type ListEditorProps = { initial: ListValues; list?: MarketingList; onWrite?: (values: ListValues) => void; onSaved?: () => void };

/** What a list is called, whose it is, and who is on it. */
export function ListEditor({ initial, list, onWrite, onSaved }: ListEditorProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm<ListValues>({ initialValues: initial, onValuesChange: onWrite });
  const save = useMutation({
    mutationFn: (values: ListValues) => saveList(toWire(values), list),
    onSuccess: async (saved) => {
      onSaved?.();
      await queries.invalidateQueries({ queryKey: ['lists'], refetchType: 'none' });
      queries.setQueryData(listQuery(saved.id).queryKey, saved);
      notifications.show({ message: t('lists.saved') });
      await navigate({ to: '/listes/$listId', params: { listId: saved.id } });
    },
    onError: (error) => form.setErrors(placed(error)),
  });
  const { kind, centre_id } = form.values;
  const problem = unplaced(save.error, namedOf(save.error));
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        {problem && <Trouble error={problem} />}
        <Panel>
          <Stack>
            <TextInput label={t('lists.name')} maxLength={80} {...form.getInputProps('name')} />
            <Textarea label={t('lists.description')} autosize minRows={2} maxLength={500} {...form.getInputProps('description')} />
            <Whose form={form} />
            {!list && (
              <Radio.Group label={t('lists.kind')} {...form.getInputProps('kind')}>
                <Stack gap="xs" mt="xs">
                  <Radio value="hand" label={t('lists.kinds.hand')} description={t('lists.handHint')} />
                  <Radio value="rule" label={t('lists.kinds.rule')} description={t('lists.ruleHint')} />
                </Stack>
              </Radio.Group>
            )}
          </Stack>
        </Panel>
        {kind === 'rule' && (
          <Panel title={t('lists.rule')}>
            <Stack>
              <RuleBuilder form={form} />
              <LiveCount values={form.values} centre={centre_id} />
            </Stack>
          </Panel>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {list ? t('lists.save') : t('lists.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Counted while one writes, once the hand rests. */
function LiveCount({ values, centre }: { values: ListValues; centre: string | null }) {
  const { t } = useTranslation();
  const whole = values.conditions.every(isWhole);
  const [rule] = useDebouncedValue(whole ? JSON.stringify(ruleOf(values)) : null, CALM_MS);
  return (
    <>
      <RuleCount rule={rule ? (JSON.parse(rule) as ReturnType<typeof ruleOf>) : null} centre={centre} />
      <Text size="sm" c="dimmed">
        {t('lists.countHint')}
      </Text>
    </>
  );
}

function Whose({ form }: { form: ReturnType<typeof useForm<ListValues>> }) {
  const { t } = useTranslation();
  const own = scopeOf(useMe(), 'lists.write') === 'centre';
  const centres = useQuery(centreLookup);
  return (
    <Select
      label={t('lists.whose')}
      placeholder={t('lists.company')}
      clearable={!own}
      data={(centres.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      {...form.getInputProps('centre_id')}
    />
  );
}

/** The API names the fields of its rule; the rows here are the form's own. */
function placed(error: Error) {
  const said = error instanceof Problem ? Object.entries(error.fields) : [];
  return Object.fromEntries(said.map(([name, words]) => [name.replace(/^rule\./, ''), words]));
}

function namedOf(error: Error | null) {
  return error instanceof Problem ? Object.keys(error.fields).filter((name) => PLACED.test(name.replace(/^rule\./, ''))) : [];
}
