import { Anchor, Button, Switch } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconExternalLink, IconForms, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { Empty } from '@/ui/empty';
import { List, type Column } from '@/ui/list';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Tag } from '@/ui/tag';
import { FORM_TONES, formsQuery, type Form } from './forms';
import { NewFormDialog } from './new-form-dialog';

export function FormsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const [creating, dialog] = useDisclosure(false);
  const [withArchived, archived] = useDisclosure(false);
  const forms = useInfiniteQuery(formsQuery);
  const kept = forms.data?.filter((form) => withArchived || form.state !== 'archived');

  const columns: Column<Form>[] = [
    {
      key: 'name',
      header: t('forms.name'),
      cell: (form) => (
        <Link to="/formulaires/$formId" params={{ formId: form.id }}>
          {form.name}
        </Link>
      ),
    },
    {
      key: 'state',
      header: t('forms.state'),
      phone: 'bare',
      cell: (form) => <Tag tone={FORM_TONES[form.state]}>{t(`forms.states.${form.state}`)}</Tag>,
    },
    { key: 'optin', header: t('forms.optin'), cell: (form) => (form.double_optin ? t('common.yes') : t('common.no')) },
    { key: 'version', header: t('forms.version'), cell: (form) => form.version },
    {
      key: 'published',
      header: t('forms.published'),
      cell: (form) => (form.published_at ? <Moment at={form.published_at} /> : '—'),
    },
    {
      key: 'link',
      header: t('common.actions'),
      phone: 'bare',
      cell: (form) =>
        form.state === 'published' && (
          <Anchor href={form.url} target="_blank" rel="noreferrer" size="sm">
            {t('forms.open')} <IconExternalLink size={15} aria-hidden="true" style={{ verticalAlign: '-2px' }} />
          </Anchor>
        ),
    },
  ];
  return (
    <Page
      title={t('nav.forms')}
      lead={t('forms.lead')}
      actions={
        may(me, 'forms.write') && (
          <Button leftSection={<IconPlus size={18} />} onClick={dialog.open}>
            {t('builder.new')}
          </Button>
        )
      }
    >
      <List
        label={t('nav.forms')}
        source={{ ...forms, data: kept }}
        columns={columns}
        rowKey={(form) => form.id}
        empty={<Empty icon={<IconForms />} title={t('forms.empty')} text={t('forms.emptyText')} />}
      />
      {forms.data?.some((form) => form.state === 'archived') && (
        <Switch mt="md" label={t('builder.showArchived')} checked={withArchived} onChange={archived.toggle} />
      )}
      {creating && <NewFormDialog onClose={dialog.close} />}
    </Page>
  );
}
