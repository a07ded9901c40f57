import { NumberInput, Select, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { DateTimePicker, DatesProvider } from '@mantine/dates';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { utcToWallClock, wallClockToUtc } from '@/lib/dates';
import { languages } from '@/lib/i18n';
import { Panel } from '@/ui/panel';
import { useZone } from '@/ui/zone';
import { Centres } from './centres-editor';
import type { Settings } from './draft';
import { at } from './fields-editor';
import { sendersQuery, type FormDraft } from './forms';
import { mailOf } from './mails';
import { PhoneConsent, SendingItself } from './optin-editor';
import { Shield } from './shield-editor';
import type { Builder } from './use-builder';
import { useCountries } from './use-countries';
import classes from './builder.module.css';

export type PartProps = { settings: Settings; errors: Record<string, string>; set: Builder['set'] };

export function SettingsEditor({ builder, errors }: { builder: Builder; errors: Record<string, string> }) {
  const { t } = useTranslation();
  const part = { settings: builder.draft.settings, errors, set: builder.set };
  return (
    <Stack>
      <Panel title={t('builder.page')}>
        <PageSettings {...part} />
      </Panel>
      <Panel title={t('builder.routing')}>
        <Centres {...part} />
      </Panel>
      <Panel title={t('builder.confirmation')}>
        <Confirmation {...part} />
      </Panel>
      <Panel title={t('shield.title')}>
        <Shield {...part} />
      </Panel>
      <Panel title={t('builder.translations')}>
        <Translations {...part} />
      </Panel>
    </Stack>
  );
}

function PageSettings({ settings, errors, set }: PartProps) {
  const { t } = useTranslation();
  return (
    <Stack>
      <TextInput
        label={t('forms.name')}
        description={t('builder.nameShown')}
        value={settings.name}
        error={at(errors, 'name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <div className={classes.rules}>
        <Select
          label={t('common.language')}
          data={languages.map((code) => ({ value: code, label: t(`language.${code as 'fr'}`, code) }))}
          value={settings.language}
          error={at(errors, 'language')}
          onChange={(language) => language && set({ language: language as FormDraft['language'] })}
        />
        <Select
          label={t('builder.country')}
          description={t('builder.countryHint')}
          searchable
          data={useCountries()}
          value={settings.country}
          error={at(errors, 'country')}
          onChange={(country) => country && set({ country })}
        />
      </div>
      <Textarea
        label={t('builder.consentText')}
        description={t('builder.consentHint')}
        autosize
        minRows={2}
        value={settings.consent?.text ?? ''}
        error={at(errors, 'consent')}
        onChange={(event) => set({ consent: { ...settings.consent, text: event.currentTarget.value } })}
      />
      <Textarea
        label={t('builder.thanks')}
        description={t('builder.thanksHint')}
        autosize
        minRows={2}
        value={settings.thanks}
        error={at(errors, 'thanks')}
        onChange={(event) => set({ thanks: event.currentTarget.value })}
      />
      <TagsInput
        label={t('forms.origins')}
        description={t('builder.originsHint')}
        placeholder="https://www.exemple.fr"
        value={settings.allowed_origins ?? []}
        error={at(errors, 'allowed_origins')}
        onChange={(origins) => set({ allowed_origins: origins.map((origin) => origin.replace(/\/+$/, '')) })}
      />
      <Textarea
        label={t('builder.script')}
        description={t('builder.scriptHint')}
        autosize
        minRows={3}
        maxRows={16}
        maxLength={6000}
        value={settings.script ?? ''}
        error={at(errors, 'script')}
        onChange={(event) => set({ script: event.currentTarget.value })}
      />
      <Schedule settings={settings} errors={errors} set={set} />
    </Stack>
  );
}

/** When the form takes posts; empty is from its publication on, and without an end. */
function Schedule({ settings, errors, set }: PartProps) {
  const { t, i18n } = useTranslation();
  const zone = useZone();
  const times = [
    { name: 'opens_at' as const, label: t('builder.opensAt'), none: t('builder.atOnce') },
    { name: 'closes_at' as const, label: t('builder.closesAt'), none: t('builder.never') },
  ];
  return (
    <DatesProvider settings={{ locale: i18n.language, firstDayOfWeek: 1 }}>
      <div className={classes.rules}>
        {times.map(({ name, label, none }) => (
          <DateTimePicker
            key={name}
            label={label}
            description={t('report.zone', { zone })}
            placeholder={none}
            clearable
            valueFormat="D MMMM YYYY HH:mm"
            value={settings[name] ? utcToWallClock(settings[name], zone) : null}
            error={at(errors, name)}
            onChange={(moment) => set({ [name]: moment ? wallClockToUtc(moment, zone) : null })}
          />
        ))}
      </div>
    </DatesProvider>
  );
}

function Confirmation(part: PartProps) {
  const { settings, errors, set } = part;
  const { t } = useTranslation();
  const senders = useQuery(sendersQuery).data ?? [];
  const mail = mailOf(settings);
  const days = settings.optin?.reminders?.days ?? [];
  return (
    <Stack>
      <Switch
        label={t('forms.optinOn')}
        description={t('builder.optinHint')}
        checked={settings.double_optin}
        onChange={(event) => set({ double_optin: event.currentTarget.checked })}
      />
      {settings.double_optin && (
        <>
          <div className={classes.rules}>
            <NumberInput
              label={t('builder.linkHours')}
              min={1}
              max={720}
              allowDecimal={false}
              value={settings.link_hours}
              error={at(errors, 'link_hours')}
              onChange={(hours) => set({ link_hours: Number(hours) || 1 })}
            />
            <TagsInput
              label={t('builder.reminders')}
              description={t('builder.remindersHint')}
              value={days.map(String)}
              error={at(errors, 'optin')}
              onChange={(given) => set({ optin: reminded(settings, inOrder(given)) })}
            />
          </div>
          <SendingItself {...part} />
          <Select
            label={t('forms.sender')}
            clearable
            placeholder={t('builder.firstSender')}
            data={senders.map((sender) => ({ value: sender.id, label: `${sender.from_name} <${sender.from_address}>` }))}
            value={mail.sender_id ?? null}
            error={at(errors, 'mail.sender_id')}
            onChange={(sender_id) => set({ mail: { ...mail, sender_id } })}
          />
          <TextInput
            label={t('builder.fromName')}
            value={mail.from_name ?? ''}
            error={at(errors, 'mail.from_name')}
            onChange={(event) => set({ mail: { ...mail, from_name: event.currentTarget.value || null } })}
          />
        </>
      )}
      <PhoneConsent {...part} />
    </Stack>
  );
}

/** The rest of the plan stays as it is; the API fills in what a form has not said yet. */
function reminded(settings: Settings, days: number[]) {
  return { ...settings.optin, reminders: { days } } as FormDraft['optin'];
}

function inOrder(days: string[]) {
  const numbers = days.map(Number).filter((day) => Number.isInteger(day) && day > 0);
  return [...new Set(numbers)].sort((one, other) => one - other);
}

function Translations({ settings, errors, set }: PartProps) {
  const { t } = useTranslation();
  const translations = settings.translations ?? {};
  const write = (language: string, change: object | null) => {
    const { [language as 'fr']: said, ...others } = translations;
    set({ translations: change ? { ...others, [language]: { ...NO_WORDS, ...said, ...change } } : others });
  };
  return (
    <Stack>
      {languages
        .filter((language) => language !== settings.language)
        .map((language) => {
          const said = translations[language as 'fr'];
          const name = t(`language.${language as 'fr'}`, language);
          return (
            <Stack key={language} gap="sm">
              <Switch
                label={t('builder.alsoIn', { language: name })}
                description={t('builder.alsoInHint')}
                checked={said !== undefined}
                onChange={(event) => write(language, event.currentTarget.checked ? {} : null)}
              />
              {said &&
                (['name', 'consent', 'phone_consent', 'thanks', 'from_name'] as const).map((word) => (
                  <TextInput
                    key={word}
                    label={t(`builder.formWords.${word}`)}
                    value={said[word] ?? ''}
                    error={at(errors, `translations.${language}.${word}`)}
                    onChange={(event) => write(language, { [word]: event.currentTarget.value })}
                  />
                ))}
            </Stack>
          );
        })}
    </Stack>
  );
}

const NO_WORDS = { name: '', consent: '', phone_consent: '', thanks: '', subject: '', from_name: null };
