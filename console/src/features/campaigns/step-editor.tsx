import { ActionIcon, MultiSelect, NumberInput, SegmentedControl, Select, Text, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { CHANNELS, linesQuery } from './plans';
import type { PlanValues } from './plan-values';
import { ChannelIcon } from './step-strip';
import classes from './campaigns.module.css';

const PARAMETERS = ['first_name', 'company', 'form_name'] as const;

type Props = { form: UseFormReturnType<PlanValues>; number: number; english: boolean };

/** One message: by which way, how long after what came before, and its words. */
export function StepEditor({ form, number, english }: Props) {
  const { t } = useTranslation();
  const step = form.values.steps[number];
  if (!step) return null;
  const place = `steps.${number}`;
  const last = form.values.steps.length - 1;
  return (
    <li className={classes.step}>
      <div className={classes.stepHead}>
        <ChannelIcon channel={step.channel} />
        <h3>{t('relances.step', { number: number + 1 })}</h3>
        <Move label={t('relances.earlier')} icon={<IconArrowUp size={16} />} disabled={number === 0} onClick={() => form.reorderListItem('steps', { from: number, to: number - 1 })} />
        <Move label={t('relances.later')} icon={<IconArrowDown size={16} />} disabled={number === last} onClick={() => form.reorderListItem('steps', { from: number, to: number + 1 })} />
        <Move label={t('relances.removeStep')} icon={<IconTrash size={16} />} disabled={last === 0} onClick={() => form.removeListItem('steps', number)} />
      </div>
      <SegmentedControl
        aria-label={t('relances.channel')}
        data={CHANNELS.map((channel) => ({ value: channel, label: t(`relances.channels.${channel}`) }))}
        {...form.getInputProps(`${place}.channel`)}
      />
      <div className={classes.delay}>
        <NumberInput label={t(number === 0 ? 'relances.afterLead' : 'relances.afterStep')} min={1} allowDecimal={false} {...form.getInputProps(`${place}.count`)} />
        <Select
          aria-label={t('relances.unit')}
          allowDeselect={false}
          data={(['minutes', 'hours', 'days'] as const).map((unit) => ({ value: unit, label: t(`relances.unitNames.${unit}`) }))}
          {...form.getInputProps(`${place}.unit`)}
        />
      </div>
      <Fault text={form.errors[`${place}.after`] ?? form.errors[place]} />
      {step.channel !== 'mail' && <LineChoice form={form} number={number} />}
      {step.channel === 'whatsapp' && <TemplateFields form={form} number={number} />}
      <Words form={form} number={number} code="fr" />
      {english && <Words form={form} number={number} code="en" />}
    </li>
  );
}

const HINTS = { mail: 'relances.textHint', sms: 'relances.smsHint', whatsapp: 'relances.whatsappHint' } as const;

function Words({ form, number, code }: { form: Props['form']; number: number; code: 'fr' | 'en' }) {
  const { t } = useTranslation();
  const step = form.values.steps[number];
  const place = `steps.${number}.texts.${code}`;
  const language = t(`relances.in.${code}`);
  return (
    <>
      {step?.channel === 'mail' && (
        <TextInput label={`${t('relances.subject')} ${language}`} description={t('relances.subjectHint')} maxLength={150} {...form.getInputProps(`${place}.subject`)} />
      )}
      <Textarea
        label={`${t('relances.text')} ${language}`}
        description={t(HINTS[step?.channel ?? 'mail'])}
        autosize
        minRows={3}
        maxLength={4000}
        {...form.getInputProps(`${place}.text`)}
      />
    </>
  );
}

function TemplateFields({ form, number }: { form: Props['form']; number: number }) {
  const { t } = useTranslation();
  const place = `steps.${number}.template`;
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('relances.templateText')}
      </Text>
      <TextInput label={t('relances.templateName')} placeholder="relance_j1" {...form.getInputProps(`${place}.name`)} />
      <TextInput label={t('relances.templateLanguage')} placeholder="fr" {...form.getInputProps(`${place}.language`)} />
      <MultiSelect
        label={t('relances.templateParameters')}
        description={t('relances.templateParametersHint')}
        data={PARAMETERS.map((name) => ({ value: name, label: t(`relances.parameters.${name}`) }))}
        {...form.getInputProps(`${place}.parameters`)}
      />
    </>
  );
}

/** Only who looks after senders may read the list of lines; for others the company's first one is taken. */
function LineChoice({ form, number }: { form: Props['form']; number: number }) {
  const { t } = useTranslation();
  const me = useMe();
  const lines = useQuery({ ...linesQuery, enabled: may(me, 'forms.write') });
  const channel = form.values.steps[number]?.channel;
  const fitting = (lines.data ?? []).filter((line) => line.channel === channel);
  if (lines.data && fitting.length === 0) return <Fault text={t('relances.noLine')} />;
  return (
    <Select
      label={t('relances.line')}
      placeholder={t('relances.firstLine')}
      clearable
      data={fitting.map(({ id, name }) => ({ value: id, label: name }))}
      {...form.getInputProps(`steps.${number}.line_id`)}
    />
  );
}

function Move({ label, icon, disabled, onClick }: { label: string; icon: React.ReactNode; disabled: boolean; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="stone" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      {icon}
    </ActionIcon>
  );
}

function Fault({ text }: { text: React.ReactNode }) {
  if (!text) return null;
  return (
    <Text size="sm" c="var(--brick-ink)" role="alert">
      {text}
    </Text>
  );
}
