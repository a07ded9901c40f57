import { Alert, NumberInput, Switch, Textarea } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { at } from './fields-editor';
import type { PartProps } from './settings-editor';

const AFTER = 10;
const NO_PLAN = { reminders: { days: [] }, sends_itself_after: null, phone_consent: { text: '', required: true } };

/** Whether the page behind the link may send itself; what it risks stands beside the switch. */
export function SendingItself({ settings, errors, set }: PartProps) {
  const { t } = useTranslation();
  const optin = { ...NO_PLAN, ...settings.optin };
  const after = optin.sends_itself_after;
  return (
    <>
      <Switch
        label={t('optin.itself')}
        description={t('optin.itselfText')}
        checked={after !== null}
        onChange={(event) => set({ optin: { ...optin, sends_itself_after: event.currentTarget.checked ? AFTER : null } })}
      />
      {after !== null && (
        <>
          <Alert icon={<IconAlertTriangle />} color="brass" title={t('optin.itselfRisk')}>
            {t('optin.itselfRiskText')}
          </Alert>
          <NumberInput
            label={t('optin.itselfAfter')}
            min={5}
            max={1440}
            allowDecimal={false}
            value={after}
            error={at(errors, 'optin.sends_itself_after')}
            onChange={(minutes) => set({ optin: { ...optin, sends_itself_after: Number(minutes) || AFTER } })}
          />
        </>
      )}
    </>
  );
}

/** The words by which a visitor agrees to be called: another consent than the click in the mail. */
export function PhoneConsent({ settings, errors, set }: PartProps) {
  const { t } = useTranslation();
  const optin = { ...NO_PLAN, ...settings.optin };
  const asked = { ...NO_PLAN.phone_consent, ...optin.phone_consent };
  const write = (change: Partial<typeof asked>) => set({ optin: { ...optin, phone_consent: { ...asked, ...change } } });
  return (
    <>
      <Textarea
        label={t('optin.phoneConsent')}
        description={t('optin.phoneConsentText')}
        autosize
        minRows={2}
        maxLength={1000}
        value={asked.text}
        error={at(errors, 'optin.phone_consent.text')}
        onChange={(event) => write({ text: event.currentTarget.value })}
      />
      {asked.text && (
        <Switch
          label={t('optin.phoneConsentRequired')}
          checked={asked.required}
          onChange={(event) => write({ required: event.currentTarget.checked })}
        />
      )}
    </>
  );
}
