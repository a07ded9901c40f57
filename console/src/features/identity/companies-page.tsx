import { Button } from '@mantine/core';
import { IconBuilding, IconDoorEnter } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import type { components } from '@/api/schema';
import { beginVisit } from '@/api/session';
import { Empty } from '@/ui/empty';
import { List, type Column } from '@/ui/list';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Trouble } from '@/ui/trouble';

type Tenant = components['schemas']['TenantListed'];

const tenantsQuery = pagedQuery(['tenants'], (cursor) =>
  answer(client.GET('/api/v1/tenants', { params: { query: { cursor } } })),
);

export function CompaniesPage() {
  const { t } = useTranslation();
  const tenants = useInfiniteQuery(tenantsQuery);
  const enter = useMutation({
    mutationFn: (tenant_id: string) =>
      answer(client.POST('/api/v1/tenants/{tenant_id}/visits', { params: { path: { tenant_id } } })),
    onSuccess: beginVisit,
  });

  const columns: Column<Tenant>[] = [
    { key: 'name', header: t('companies.name'), cell: (tenant) => <strong>{tenant.name}</strong> },
    { key: 'created', header: t('companies.since'), cell: (tenant) => <Moment at={tenant.created_at} exact /> },
    {
      key: 'enter',
      header: t('common.actions'),
      phone: 'bare',
      cell: (tenant) => (
        <Button
          size="xs"
          variant="light"
          leftSection={<IconDoorEnter size={16} />}
          loading={enter.isPending && enter.variables === tenant.id}
          onClick={() => enter.mutate(tenant.id)}
        >
          {t('companies.enter')}
        </Button>
      ),
    },
  ];
  return (
    <Page title={t('nav.companies')} lead={t('companies.lead')}>
      {enter.error && <Trouble error={enter.error} />}
      <List
        label={t('nav.companies')}
        source={tenants}
        columns={columns}
        rowKey={(tenant) => tenant.id}
        empty={<Empty icon={<IconBuilding />} title={t('companies.empty')} />}
      />
    </Page>
  );
}
