import { ActionIcon, Button, Checkbox, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './outcome-list.module.css';
import { codeFor, FIELD_KINDS, MOST_FIELDS, type EditedField, type FieldKind } from './outcome-settings';

type OutcomeFieldsEditorProps = { fields: EditedField[]; write: (fields: EditedField[]) => void };

/** What the agent is asked beside the outcome; the answers become part of the note. */
export function OutcomeFieldsEditor({ fields, write }: OutcomeFieldsEditorProps) {
  const { t } = useTranslation();
  const add = () => {
    const label = t('outcomes.newField', { number: fields.length + 1 });
    write([...fields, { code: codeFor(label, fields.map((one) => one.code)), label, kind: 'text', required: false, options: [] }]);
  };
  return (
    <Stack gap="sm">
      <Text size="sm" fw={500}>
        {t('outcomes.fields')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('outcomes.fieldsText')}
      </Text>
      {fields.map((field, place) => (
        <FieldRow
          key={field.code}
          field={field}
          write={(next) => write(fields.with(place, next))}
          remove={() => write(fields.toSpliced(place, 1))}
        />
      ))}
      {fields.length < MOST_FIELDS && (
        <Button variant="subtle" size="xs" style={{ alignSelf: 'start' }} leftSection={<IconPlus size={16} />} onClick={add}>
          {t('outcomes.addField')}
        </Button>
      )}
    </Stack>
  );
}

type FieldRowProps = { field: EditedField; write: (field: EditedField) => void; remove: () => void };

function FieldRow({ field, write, remove }: FieldRowProps) {
  const { t } = useTranslation();
  const choose = (kind: FieldKind) => write({ ...field, kind, options: kind === 'choice' ? field.options : [] });
  return (
    <div className={classes.field}>
      <TextInput
        label={t('outcomes.fieldLabel')}
        maxLength={60}
        value={field.label}
        onChange={(event) => write({ ...field, label: event.currentTarget.value })}
      />
      <Select
        label={t('outcomes.fieldKind')}
        allowDeselect={false}
        data={FIELD_KINDS.map((kind) => ({ value: kind, label: t(`outcomes.fieldKinds.${kind}`) }))}
        value={field.kind}
        onChange={(kind) => kind && choose(kind as FieldKind)}
      />
      <Checkbox
        mb={8}
        label={t('outcomes.fieldRequired')}
        checked={field.required}
        onChange={(event) => write({ ...field, required: event.currentTarget.checked })}
      />
      <ActionIcon variant="subtle" color="brick" mb={4} aria-label={t('outcomes.removeField', { name: field.label })} onClick={remove}>
        <IconTrash size={18} />
      </ActionIcon>
      {field.kind === 'choice' && (
        <TagsInput
          className={classes.options}
          label={t('outcomes.options')}
          placeholder={t('outcomes.optionsHint')}
          maxTags={20}
          value={field.options}
          onChange={(options) => write({ ...field, options })}
        />
      )}
    </div>
  );
}
