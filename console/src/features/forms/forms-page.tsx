import { Anchor } from '@mantine/core';
import { IconExternalLink, IconForms } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { List, type Column } from '@/ui/list';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Tag } from '@/ui/tag';
import { FORM_TONES, formsQuery, type Form } from './forms';

export function FormsPage() {
  const { t } = useTranslation();
  const forms = useInfiniteQuery(formsQuery);

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
    <Page title={t('nav.forms')} lead={t('forms.lead')}>
      <List
        label={t('nav.forms')}
        source={forms}
        columns={columns}
        rowKey={(form) => form.id}
        empty={<Empty icon={<IconForms />} title={t('forms.empty')} text={t('forms.emptyText')} />}
      />
    </Page>
  );
}
