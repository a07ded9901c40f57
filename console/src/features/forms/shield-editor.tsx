import { NumberInput, Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { at } from './fields-editor';
import type { FormDraft } from './forms';
import type { PartProps } from './settings-editor';
import classes from './builder.module.css';

type Plan = NonNullable<FormDraft['shield']>;
type Numbered = 'min_seconds' | 'unproven_per_hour' | 'per_address' | 'per_form' | 'repeat_hours';

const OFF: Plan = {
  honeypot: false, min_seconds: null, work: false, unproven_per_hour: 10, per_address: null, per_form: null, disposable: false,
  mail_host: false, repeat_hours: 24,
};

/** What one click switches on: nobody notices it, and a call centre or a trade fair behind one address still passes. */
const SENSIBLE: Partial<Plan> = {
  honeypot: true, min_seconds: 2, work: true, per_address: 20, per_form: 500, disposable: true, mail_host: true,
};

export function Shield({ settings, errors, set }: PartProps) {
  const { t } = useTranslation();
  const plan = { ...OFF, ...settings.shield };
  const isUp = Object.keys(SENSIBLE).some((name) => Boolean(plan[name as keyof Plan]));
  const write = (change: Partial<Plan>) => set({ shield: { ...plan, ...change } });
  const number = (name: Numbered, most: number, description?: string, least = 1) => (
    <NumberInput
      label={t(`shield.${name}`)}
      description={description}
      placeholder={OFF[name] === null ? t('shield.unlimited') : undefined}
      min={least}
      max={most}
      allowDecimal={false}
      value={plan[name] ?? ''}
      error={at(errors, `shield.${name}`)}
      onChange={(value) => write({ [name]: value === '' ? OFF[name] : Number(value) })}
    />
  );
  const tick = (name: 'honeypot' | 'work' | 'disposable' | 'mail_host') => (
    <Switch
      label={t(`shield.${name}`)}
      description={t(`shield.${name}Text`)}
      checked={plan[name]}
      onChange={(event) => write({ [name]: event.currentTarget.checked })}
    />
  );
  return (
    <Stack>
      <Switch
        label={t('shield.on')}
        description={t('shield.onText')}
        checked={isUp}
        onChange={(event) => write(event.currentTarget.checked ? SENSIBLE : { ...OFF, repeat_hours: plan.repeat_hours })}
      />
      {isUp && (
        <>
          {tick('honeypot')}
          {tick('work')}
          {tick('disposable')}
          {tick('mail_host')}
          <div className={classes.rules}>
            {number('min_seconds', 60)}
            {number('per_address', 10_000)}
            {number('per_form', 10_000)}
          </div>
          {(plan.work || plan.min_seconds !== null) && number('unproven_per_hour', 10_000, t('shield.unproven_per_hourText'), 0)}
        </>
      )}
      {number('repeat_hours', 720, t('shield.repeat_hoursText'))}
    </Stack>
  );
}
