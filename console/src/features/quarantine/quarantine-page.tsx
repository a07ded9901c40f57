import { Button, Select, Text, UnstyledButton } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formLookup } from '@/api/lookups';
import { Empty } from '@/ui/empty';
import { List, type Column } from '@/ui/list';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Tag } from '@/ui/tag';
import { ClearButton } from './clear-button';
import { HeldPostDialog } from './held-post-dialog';
import { quarantineQuery, type HeldPost } from './quarantine';
import { REASONS, type HeldFilters, type Reason } from './reasons';
import classes from './quarantine-page.module.css';

type QuarantinePageProps = { filters: HeldFilters; onFilter: (filters: HeldFilters) => void };

export function QuarantinePage({ filters, onFilter }: QuarantinePageProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<HeldPost | null>(null);
  const held = useInfiniteQuery(quarantineQuery(filters));
  const isFiltered = Object.values(filters).some(Boolean);
  const columns: Column<HeldPost>[] = [
    {
      key: 'name',
      header: t('leads.name'),
      cell: (post) => (
        <UnstyledButton className={classes.open} onClick={() => setOpen(post)}>
          {post.name || t('leads.nameless')}
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {post.name === post.email ? '' : post.email}
          </Text>
        </UnstyledButton>
      ),
    },
    { key: 'reason', header: t('quarantine.reason'), phone: 'bare', cell: (post) => <Tag tone="brass">{t(`quarantine.reasons.${post.reason}`)}</Tag> },
    { key: 'form', header: t('quarantine.form'), cell: (post) => post.form_name },
    { key: 'held', header: t('quarantine.held'), cell: (post) => <Moment at={post.held_at} /> },
  ];
  const newest = held.data?.[0];
  return (
    <Page
      title={t('nav.quarantine')}
      lead={t('quarantine.lead')}
      actions={newest && <ClearButton filters={filters} until={newest.held_at} />}
    >
      <Filters filters={filters} onFilter={onFilter} />
      <List
        label={t('nav.quarantine')}
        source={held}
        columns={columns}
        rowKey={(post) => post.id}
        empty={
          <Empty
            icon={<IconShieldCheck />}
            title={isFiltered ? t('quarantine.noMatch') : t('quarantine.empty')}
            text={isFiltered ? undefined : t('quarantine.emptyText')}
            action={
              isFiltered && (
                <Button variant="default" onClick={() => onFilter({})}>
                  {t('leads.clearFilters')}
                </Button>
              )
            }
          />
        }
      />
      {open && <HeldPostDialog post={open} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function Filters({ filters, onFilter }: QuarantinePageProps) {
  const { t } = useTranslation();
  const forms = useQuery(formLookup);
  return (
    <div className={classes.bar} role="search">
      <Select
        aria-label={t('quarantine.form')}
        placeholder={t('leads.allForms')}
        clearable
        data={(forms.data ?? []).map((form) => ({ value: form.id, label: form.name }))}
        value={filters.form_id ?? null}
        onChange={(form_id) => onFilter({ ...filters, form_id: form_id ?? undefined })}
      />
      <Select
        aria-label={t('quarantine.reason')}
        placeholder={t('quarantine.allReasons')}
        clearable
        data={REASONS.map((reason) => ({ value: reason, label: t(`quarantine.reasons.${reason}`) }))}
        value={filters.reason ?? null}
        onChange={(reason) => onFilter({ ...filters, reason: (reason as Reason | null) ?? undefined })}
      />
    </div>
  );
}
