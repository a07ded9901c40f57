import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { centreLookup } from '@/api/lookups';
import { may, useMe } from '@/api/me';
import { Facts } from '@/ui/facts';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { Tag } from '@/ui/tag';
import { LinkAnchor } from '@/ui/links';
import { Editions } from './editions';
import { FieldList } from './field-list';
import { FormActions } from './form-actions';
import { FunnelPanel } from './funnel-panel';
import { SnippetsPanel } from './snippets-panel';
import classes from './form-page.module.css';
import { FORM_TONES, formQuery, type Form } from './forms';

type FormPageProps = {
  formId: string;
  /** How its leads were shared comes from another feature. */
  standings: ReactNode;
  missing: (error: Error, retry: () => void) => ReactNode;
};

export function FormPage({ formId, standings, missing }: FormPageProps) {
  const { t } = useTranslation();
  const form = useQuery(formQuery(formId));
  const back = (
    <LinkAnchor to="/formulaires" inherit>
      {t('nav.forms')}
    </LinkAnchor>
  );
  if (form.error && !form.data) return missing(form.error, () => void form.refetch());
  if (!form.data) {
    return (
      <Page title={t('forms.one')} back={back}>
        <Skeleton height={320} radius="lg" role="status" aria-label={t('common.loading')} />
      </Page>
    );
  }
  return <LoadedForm form={form.data} back={back} standings={standings} />;
}

function LoadedForm({ form, back, standings }: { form: Form; back: ReactNode; standings: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const open = form.state === 'published' && (
    <Button component="a" variant="default" href={form.url} target="_blank" rel="noreferrer" rightSection={<IconExternalLink size={17} />}>
      {t('forms.open')}
    </Button>
  );
  return (
    <Page
      title={form.name}
      back={back}
      badge={<Tag tone={FORM_TONES[form.state]}>{t(`forms.states.${form.state}`)}</Tag>}
      actions={
        <>
          {open}
          {may(me, 'forms.write') && <FormActions form={form} />}
        </>
      }
    >
      <div className={classes.columns}>
        <Stack>
          {form.edition > 0 && <FunnelPanel formId={form.id} />}
          {standings}
          <Panel title={t('forms.fields')}>
            <FieldList fields={form.fields} />
          </Panel>
          <Panel title={t('forms.consent')}>
            <ConsentTexts form={form} />
          </Panel>
        </Stack>
        <Stack>
          <SnippetsPanel form={form} />
          <Panel title={t('forms.settings')}>
            <Settings form={form} />
          </Panel>
          <Panel title={t('builder.editions')}>
            <Editions formId={form.id} />
          </Panel>
        </Stack>
      </div>
    </Page>
  );
}

/** What a visitor agrees to: the boxes to tick, and the text that stands beside them. */
function ConsentTexts({ form }: { form: Form }) {
  const { t } = useTranslation();
  const boxes = form.fields.filter((field) => field.type === 'consent').map((field) => field.label);
  return [...boxes, form.consent.text, form.optin?.phone_consent?.text].filter(Boolean).map((text) => (
    <Text key={text} component="blockquote" m={0} mb="xs" fs="italic">
      {t('common.quote', { text })}
    </Text>
  ));
}

function Settings({ form }: { form: Form }) {
  const { t } = useTranslation();
  const me = useMe();
  const centres = useQuery({ ...centreLookup, enabled: may(me, 'centres.read') });
  const confirmation = useConfirmation(form);
  const named = (id: string) => centres.data?.find((centre) => centre.id === id)?.name ?? id;
  return (
    <Facts
      facts={[
        ...confirmation,
        { label: t('common.language'), value: t(`language.${form.language as 'fr'}`, form.language) },
        { label: t('forms.version'), value: form.version },
        form.mail.from_name && { label: t('forms.sender'), value: form.mail.from_name },
        form.mail.subject && { label: t('forms.subject'), value: form.mail.subject },
        {
          label: t('forms.centres'),
          value: form.centres.map(({ centre_id, share }) => `${named(centre_id)} (${share})`).join(', ') || '—',
        },
        { label: t('forms.origins'), value: form.allowed_origins.join(', ') || t('forms.noOrigin') },
        form.published_at && { label: t('forms.published'), value: <Moment at={form.published_at} exact /> },
        form.opens_at && { label: t('forms.opens'), value: <Moment at={form.opens_at} exact /> },
        form.closes_at && { label: t('forms.closes'), value: <Moment at={form.closes_at} exact /> },
      ]}
    />
  );
}

/** How an address is confirmed before any call. */
function useConfirmation(form: Form) {
  const { t } = useTranslation();
  const days = form.optin?.reminders?.days ?? [];
  const minutes = form.optin?.sends_itself_after;
  if (!form.double_optin) return [{ label: t('forms.optin'), value: t('forms.optinOff') }];
  return [
    { label: t('forms.optin'), value: t('forms.optinOn') },
    { label: t('forms.linkLife'), value: t('forms.linkHours', { count: form.link_hours }) },
    days.length > 0 && {
      label: t('forms.reminders'),
      value: t('forms.reminderDays', { days: days.map(String), count: days.length }),
    },
    minutes != null && { label: t('forms.sendsItself'), value: t('forms.sendsItselfAfter', { count: minutes }) },
  ];
}
