import { ActionIcon, Button, Group, Input, MultiSelect, NumberInput, Stack, TagsInput, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { withRule } from './draft';
import { RULES, type Rule } from './field-types';
import type { Field } from './forms';
import { useCountries } from './use-countries';
import classes from './builder.module.css';

type RuleControlProps = {
  rule: Rule;
  field: Field;
  isNew: boolean;
  error: string | undefined;
  onChange: (change: Partial<Field>) => void;
};

/** What holds of files where nothing is written. */
const USUAL = { max_megabytes: 10, max_files: 1 };

export function RuleControl(props: RuleControlProps) {
  const { rule, field, error, onChange } = props;
  const { t } = useTranslation();
  const kind = RULES[rule];
  const said = { label: t(`builder.rules.${rule}`), error };
  const write = (value: unknown) => onChange(withRule(rule, value));
  if (kind === 'options') return <Options {...props} />;
  if (kind === 'countries') return <Countries {...props} />;
  if (kind === 'kinds') return <Kinds {...props} />;
  if (kind === 'list') return <TagsInput {...said} className={classes.wide} value={field.domains ?? []} onChange={write} />;
  if (kind === 'text') {
    const hint = rule === 'pattern' ? t('builder.patternHint') : t('builder.dayHint');
    return (
      <TextInput
        {...said}
        description={hint}
        value={(field[rule] as string | null) ?? ''}
        onChange={(event) => write(event.currentTarget.value)}
      />
    );
  }
  return (
    <NumberInput
      {...said}
      allowDecimal={kind === 'number'}
      description={rule in USUAL ? t('builder.usual', { count: USUAL[rule as keyof typeof USUAL] }) : undefined}
      min={kind === 'count' ? 1 : undefined}
      decimalSeparator={t('builder.decimal')}
      value={(field[rule] as number | null) ?? ''}
      onChange={write}
    />
  );
}

const KINDS = ['pdf', 'jpeg', 'png', 'webp', 'heic', 'docx', 'xlsx', 'odt', 'csv', 'txt'] as const;

function Kinds({ field, error, onChange }: RuleControlProps) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      label={t('builder.rules.kinds')}
      className={classes.wide}
      description={t('builder.kindsHint')}
      data={KINDS.map((kind) => ({ value: kind, label: t(`files.kinds.${kind}`) }))}
      value={field.kinds ?? []}
      error={error}
      onChange={(kinds) => onChange(withRule('kinds', kinds))}
    />
  );
}

function Countries({ field, error, onChange }: RuleControlProps) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      label={t('builder.rules.countries')}
      className={classes.wide}
      description={t('builder.countriesHint')}
      searchable
      data={useCountries()}
      value={field.countries ?? []}
      error={error}
      onChange={(codes) => onChange(withRule('countries', codes))}
    />
  );
}

/** The choices, in their order. What is kept of an answer are the words of a new choice, and stays when an old one is reworded. */
function Options({ field, isNew, error, onChange }: RuleControlProps) {
  const { t } = useTranslation();
  const options = field.options ?? [];
  const write = (next: typeof options) => onChange({ options: next });
  const reword = (place: number, label: string) =>
    options.map((option, at) => (at === place ? { value: isNew ? label : option.value, label } : option));
  const add = () => {
    const label = `${t('builder.choice')} ${options.length + 1}`;
    write([...options, { value: label, label }]);
  };
  return (
    <Input.Wrapper label={t('builder.rules.options')} error={error} className={classes.wide} component="div">
      <Stack gap="xs">
        {options.map((option, place) => (
          <Group key={place} gap="xs" wrap="nowrap">
            <TextInput
              aria-label={t('builder.choiceNumber', { number: place + 1 })}
              style={{ flex: 1 }}
              value={option.label}
              onChange={(event) => write(reword(place, event.currentTarget.value))}
            />
            <ActionIcon
              variant="subtle"
              color="brick"
              disabled={options.length === 1}
              aria-label={t('builder.removeChoice', { choice: option.label })}
              onClick={() => write(options.toSpliced(place, 1))}
            >
              <IconTrash size={17} />
            </ActionIcon>
          </Group>
        ))}
        <Button variant="subtle" size="xs" leftSection={<IconPlus size={15} />} onClick={add} style={{ alignSelf: 'start' }}>
          {t('builder.addChoice')}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
