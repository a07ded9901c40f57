import { ActionIcon, Alert, Button, Group, Skeleton, Tabs, Tooltip } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconArrowBackUp, IconArrowForwardUp, IconDeviceFloppy, IconExternalLink } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/lib/problem';
import { LinkAnchor } from '@/ui/links';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { Tag } from '@/ui/tag';
import { Trouble } from '@/ui/trouble';
import { toWire, type Draft } from './draft';
import { Editions } from './editions';
import { FieldsEditor } from './fields-editor';
import { FORM_TONES, formQuery, previewQuery, type Form, type PreviewedPage } from './forms';
import { MailEditor } from './mail-editor';
import { MailPreview } from './mail-preview';
import type { Chosen } from './mails';
import { Preview } from './preview';
import { SettingsEditor } from './settings-editor';
import { useBuilder, type Builder } from './use-builder';
import classes from './builder.module.css';

const PAUSE = 350;
const NO_FAULTS: Record<string, string> = {};

type BuilderPageProps = { formId: string; missing: (error: Error, retry: () => void) => ReactNode };

export function BuilderPage({ formId, missing }: BuilderPageProps) {
  const { t } = useTranslation();
  const form = useQuery(formQuery(formId));
  if (form.error && !form.data) return missing(form.error, () => void form.refetch());
  if (!form.data) {
    return (
      <Page title={t('forms.one')}>
        <Skeleton height={420} radius="lg" role="status" aria-label={t('common.loading')} />
      </Page>
    );
  }
  return <LoadedBuilder form={form.data} />;
}

function LoadedBuilder({ form }: { form: Form }) {
  const { t } = useTranslation();
  const builder = useBuilder(form);
  const preview = usePreview(builder.draft);
  const [tab, setTab] = useState<string | null>('fields');
  const [isMail, setIsMail] = useState(false);
  const [mail, setMail] = useState<Chosen>({ kind: 'confirmation', language: builder.draft.settings.language });
  const saveFaults = builder.error instanceof Problem && builder.error.status === 422 ? builder.error.fields : NO_FAULTS;
  const errors = { ...saveFaults, ...preview.errors };
  useHotkeys([
    ['mod+Z', builder.history.undo],
    ['mod+shift+Z', builder.history.redo],
    ['mod+Y', builder.history.redo],
  ]);
  useHotkeys([['mod+S', () => builder.isChanged && builder.save()]], []);
  const back = (
    <LinkAnchor to="/formulaires/$formId" params={{ formId: form.id }} inherit>
      {form.name}
    </LinkAnchor>
  );
  return (
    <Page
      title={builder.draft.settings.name || t('forms.one')}
      back={back}
      badge={
        <>
          <Tag tone={FORM_TONES[form.state]}>{t(`forms.states.${form.state}`)}</Tag>
          {builder.isChanged && <Tag tone="brass">{t('builder.unsaved')}</Tag>}
        </>
      }
      actions={<Actions form={form} builder={builder} />}
    >
      <Warnings builder={builder} errors={errors} />
      <div className={classes.desk} data-tab={tab}>
        <Tabs
          value={tab}
          onChange={(next) => {
            setTab(next);
            // On a phone the preview is a tab of its own: of what was written before.
            if (next !== 'preview') setIsMail(next === 'mails');
          }}
          keepMounted={false}
        >
          <Tabs.List mb="md" className={classes.tabs}>
            <Tabs.Tab value="fields">{t('forms.fields')}</Tabs.Tab>
            <Tabs.Tab value="settings">{t('forms.settings')}</Tabs.Tab>
            <Tabs.Tab value="mails">{t('mails.tab')}</Tabs.Tab>
            <Tabs.Tab value="editions">{t('builder.editions')}</Tabs.Tab>
            <Tabs.Tab value="preview" className={classes.previewTab}>
              {t('builder.preview')}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="fields">
            <FieldsEditor builder={builder} errors={errors} />
          </Tabs.Panel>
          <Tabs.Panel value="settings">
            <SettingsEditor builder={builder} errors={errors} />
          </Tabs.Panel>
          <Tabs.Panel value="mails">
            <MailEditor builder={builder} errors={errors} chosen={mail} onChoose={setMail} />
          </Tabs.Panel>
          <Tabs.Panel value="editions">
            <Panel>
              <Editions formId={form.id} />
            </Panel>
          </Tabs.Panel>
        </Tabs>
        {isMail ? (
          <MailPreview formId={form.id} draft={builder.draft} chosen={mail} isWrong={preview.isWrong} />
        ) : (
          <Preview {...preview} />
        )}
      </div>
    </Page>
  );
}

/** The last page that the server could make, and what it says against the draft as it is now. */
function usePreview(draft: Draft) {
  const [shown, onShow] = useState<PreviewedPage>('form');
  const [settled] = useDebouncedValue(draft, PAUSE);
  const query = useQuery({ ...previewQuery(toWire(settled), shown), placeholderData: keepPreviousData });
  const [page, setPage] = useState<string | null>(null);
  if (query.data?.page && query.data.page !== page) setPage(query.data.page);
  const errors = query.data?.errors ?? NO_FAULTS;
  return { page, shown, onShow, errors, isLate: query.isFetching, isWrong: Object.keys(errors).length > 0, error: query.error };
}

function Actions({ form, builder }: { form: Form; builder: Builder }) {
  const { t } = useTranslation();
  const { history } = builder;
  return (
    <>
      <Group gap={2} className={classes.steps} wrap="nowrap">
        <Step label={t('builder.undo')} enabled={history.canUndo} onClick={history.undo} icon={<IconArrowBackUp size={19} />} />
        <Step label={t('builder.redo')} enabled={history.canRedo} onClick={history.redo} icon={<IconArrowForwardUp size={19} />} />
      </Group>
      {form.state === 'published' && (
        <Button
          component="a"
          href={form.url}
          target="_blank"
          rel="noreferrer"
          variant="default"
          rightSection={<IconExternalLink size={17} />}
        >
          {t('forms.open')}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconDeviceFloppy size={18} />}
        disabled={!builder.isChanged || builder.isLapsed}
        loading={builder.isBusy}
        onClick={() => builder.save(() => notifications.show({ message: t('builder.savedNow') }))}
      >
        {t('builder.save')}
      </Button>
      <Button
        disabled={builder.isLapsed}
        loading={builder.isBusy}
        onClick={() => builder.publish(() => notifications.show({ message: t('builder.publishedNow') }))}
      >
        {t('builder.publish')}
      </Button>
    </>
  );
}

type StepProps = { label: string; enabled: boolean; onClick: () => void; icon: ReactNode };

function Step({ label, enabled, onClick, icon }: StepProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="lg" disabled={!enabled} onClick={onClick} aria-label={label}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

function Warnings({ builder, errors }: { builder: Builder; errors: Record<string, string> }) {
  const { t } = useTranslation();
  const refused = builder.error && !(builder.error instanceof Problem && builder.error.status === 422) && builder.error;
  return (
    <>
      {builder.isLapsed && (
        <Alert color="brass" variant="light" icon={<IconAlertTriangle />} title={t('builder.lapsed')} role="alert" mb="md">
          {t('builder.lapsedText')}
          <Group mt="sm">
            <Button size="xs" variant="default" loading={builder.isBusy} onClick={builder.keepMine}>
              {t('builder.keepMine')}
            </Button>
            <Button size="xs" variant="default" onClick={builder.takeTheirs}>
              {t('builder.takeTheirs')}
            </Button>
          </Group>
        </Alert>
      )}
      {errors[''] && <Alert color="brick" variant="light" icon={<IconAlertTriangle />} title={errors['']} role="alert" mb="md" />}
      {refused && <Trouble error={refused} mt="0" />}
    </>
  );
}
