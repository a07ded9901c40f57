import { Checkbox, Select, Stack, Switch, Textarea, TextInput, MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Item } from './draft';
import { TYPES, PERSON } from './field-types';
import type { Field } from './forms';
import { RuleControl } from './rule-control';
import { Words } from './field-words';
import classes from './builder.module.css';

export type FieldPropertiesProps = {
  item: Item;
  others: Item[];
  languages: string[];
  errorAt: (place: string) => string | undefined;
  onChange: (change: Partial<Field>) => void;
};

/** All that can be said of one field, by its type. */
export function FieldProperties({ item: { field, named }, others, languages, errorAt, onChange }: FieldPropertiesProps) {
  const { t } = useTranslation();
  const { rules, placeholder } = TYPES[field.type];
  const isHidden = field.type === 'hidden';
  const isPerson = PERSON.some((person) => person.name === field.name);
  return (
    <Stack gap="md" mt="md">
      <Textarea
        label={t('builder.label')}
        autosize
        minRows={1}
        value={field.label}
        error={errorAt('label')}
        onChange={(event) => onChange({ label: event.currentTarget.value })}
      />
      {!isHidden && (
        <>
          <Switch
            label={t('builder.required')}
            checked={field.required}
            onChange={(event) => onChange({ required: event.currentTarget.checked })}
          />
          <Textarea
            label={t('builder.help')}
            autosize
            minRows={1}
            value={field.help ?? ''}
            error={errorAt('help')}
            onChange={(event) => onChange({ help: event.currentTarget.value || null })}
          />
        </>
      )}
      {placeholder && (
        <TextInput
          label={t('builder.placeholder')}
          value={field.placeholder ?? ''}
          error={errorAt('placeholder')}
          onChange={(event) => onChange({ placeholder: event.currentTarget.value || null })}
        />
      )}
      {rules.length > 0 && (
        <div className={classes.rules}>
          {rules.map((rule) => (
            <RuleControl key={rule} rule={rule} field={field} isNew={!named} error={errorAt(rule)} onChange={onChange} />
          ))}
        </div>
      )}
      {!isHidden && (
        <>
          <ShownIf field={field} others={others} error={errorAt('shown_if')} onChange={onChange} />
          <TextInput
            label={t('builder.message')}
            description={t('builder.messageHint')}
            value={field.message ?? ''}
            error={errorAt('message')}
            onChange={(event) => onChange({ message: event.currentTarget.value || null })}
          />
        </>
      )}
      {!isHidden && languages.map((language) => <Words key={language} language={language} field={field} onChange={onChange} />)}
      <TextInput
        label={t('builder.name')}
        description={t(isPerson ? 'builder.namePerson' : 'builder.nameHint')}
        disabled={isPerson}
        value={field.name}
        error={errorAt('name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
    </Stack>
  );
}

type ShownIfProps = { field: Field; others: Item[]; error: string | undefined; onChange: (change: Partial<Field>) => void };

function ShownIf({ field, others, error, onChange }: ShownIfProps) {
  const { t } = useTranslation();
  const condition = field.shown_if;
  const cause = others.find((other) => other.field.name === condition?.field)?.field;
  const isOpen = condition != null;
  return (
    <Stack gap="xs">
      <Checkbox
        label={t('builder.shownIf')}
        checked={isOpen}
        disabled={others.length === 0}
        onChange={(event) =>
          onChange({ shown_if: event.currentTarget.checked ? { field: others[0]?.field.name ?? '', values: [] } : null })
        }
      />
      {isOpen && (
        <div className={classes.rules}>
          <Select
            label={t('builder.cause')}
            data={others.map((other) => ({ value: other.field.name, label: other.field.label || other.field.name }))}
            value={condition.field}
            error={error}
            onChange={(name) => name && onChange({ shown_if: { field: name, values: [] } })}
          />
          {cause?.options && (
            <MultiSelect
              label={t('builder.causeValues')}
              placeholder={condition.values?.length ? undefined : t('builder.anyAnswer')}
              data={cause.options}
              value={condition.values ?? []}
              onChange={(values) => onChange({ shown_if: { ...condition, values } })}
            />
          )}
        </div>
      )}
    </Stack>
  );
}
