import { ActionIcon, Button, MultiSelect, NumberInput, SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ABOUTS, MOST_CONDITIONS, newCondition, type About, type ConditionValues, type ListValues } from './list-values';
import classes from './lists.module.css';
import { useChoices, type Choices } from './rule-words';

type Form = UseFormReturnType<ListValues>;

/** A rule said in plain words, line by line: what the lead of a person must be like. */
export function RuleBuilder({ form }: { form: Form }) {
  const { t } = useTranslation();
  const choices = useChoices();
  const { conditions } = form.values;
  return (
    <fieldset className={classes.rule}>
      <legend>{t('lists.whoIsOn')}</legend>
      <SegmentedControl
        aria-label={t('lists.match')}
        data={[
          { value: 'all', label: t('lists.matchAll') },
          { value: 'any', label: t('lists.matchAny') },
        ]}
        {...form.getInputProps('match')}
      />
      <ol className={classes.conditions}>
        {conditions.map((condition, number) => (
          <li key={number} aria-label={t('lists.condition', { number: number + 1 })}>
            <Row form={form} condition={condition} number={number} choices={choices} />
            {conditions.length > 1 && (
              <ActionIcon variant="subtle" color="gray" aria-label={t('lists.removeCondition', { number: number + 1 })} onClick={() => form.removeListItem('conditions', number)}>
                <IconX size={18} />
              </ActionIcon>
            )}
            <Wrong form={form} number={number} />
          </li>
        ))}
      </ol>
      <Button
        variant="default"
        leftSection={<IconPlus size={16} />}
        disabled={conditions.length >= MOST_CONDITIONS}
        onClick={() => form.insertListItem('conditions', newCondition('stage'))}
      >
        {t('lists.addCondition')}
      </Button>
    </fieldset>
  );
}

type RowProps = { form: Form; condition: ConditionValues; number: number; choices: Choices };

function Row({ form, condition, number, choices }: RowProps) {
  const { t } = useTranslation();
  const at = (name: keyof ConditionValues) => `conditions.${number}.${name}`;
  const { about } = condition;
  return (
    <div className={classes.row}>
      <Select
        aria-label={t('lists.aboutWhat')}
        allowDeselect={false}
        data={ABOUTS.map((one) => ({ value: one, label: t(`lists.about.${one}`) }))}
        value={about}
        // What was chosen of another kind means nothing here.
        onChange={(chosen) => form.replaceListItem('conditions', number, newCondition(chosen as About))}
      />
      <Select
        aria-label={t('lists.how')}
        allowDeselect={false}
        data={['is', 'not'].map((how) => ({ value: how, label: t(`lists.${about === 'received' ? 'time' : about === 'tag' ? 'has' : 'are'}.${how}` as 'lists.are.is') }))}
        value={condition.negated ? 'not' : 'is'}
        onChange={(how) => form.setFieldValue(at('negated'), how === 'not')}
      />
      {about === 'received' ? (
        <Time form={form} condition={condition} at={at} />
      ) : (
        <MultiSelect
          aria-label={t(`lists.about.${about}`)}
          placeholder={condition.values.length === 0 ? t('lists.choose') : undefined}
          searchable={choices[about].length > 8}
          nothingFoundMessage={t('lists.noneOfThese')}
          data={choices[about].map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps(at('values'))}
          error={undefined}
        />
      )}
    </div>
  );
}

type TimeProps = { form: Form; condition: ConditionValues; at: (name: keyof ConditionValues) => string };

function Time({ form, condition, at }: TimeProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.time}>
      <Select
        aria-label={t('lists.when')}
        allowDeselect={false}
        data={(['days', 'dates'] as const).map((when) => ({ value: when, label: t(`lists.whens.${when}`) }))}
        {...form.getInputProps(at('when'))}
      />
      {condition.when === 'days' ? (
        <NumberInput aria-label={t('lists.days')} min={1} max={3650} suffix={` ${t('lists.daysUnit')}`} {...form.getInputProps(at('days'))} />
      ) : (
        <>
          <TextInput type="date" aria-label={t('lists.since')} {...form.getInputProps(at('since'))} />
          <TextInput type="date" aria-label={t('lists.until')} {...form.getInputProps(at('until'))} />
        </>
      )}
    </div>
  );
}

/** What the API says of the row, whichever of its fields it means. */
function Wrong({ form, number }: { form: Form; number: number }) {
  const place = `conditions.${number}`;
  const said = Object.entries(form.errors).find(([name]) => name === place || name === `${place}.values`)?.[1];
  return said ? (
    <Text size="sm" c="var(--brick-ink)" role="alert" className={classes.wrong}>
      {said}
    </Text>
  ) : null;
}
