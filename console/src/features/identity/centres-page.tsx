import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBuildingCommunity, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { may, useMe } from '@/api/me';
import { pagedQuery } from '@/api/paging';
import { Empty } from '@/ui/empty';
import { List, type Column } from '@/ui/list';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { OpenTag } from './centre-page';
import type { Centre } from './centres';
import { NewCentreDialog } from './new-centre-dialog';

const centresQuery = pagedQuery(['centres', 'list'], (cursor) =>
  answer(client.GET('/api/v1/centres', { params: { query: { cursor } } })),
);

export function CentresPage() {
  const { t } = useTranslation();
  const me = useMe();
  const [creating, dialog] = useDisclosure(false);
  const centres = useInfiniteQuery(centresQuery);

  const columns: Column<Centre>[] = [
    {
      key: 'name',
      header: t('centres.name'),
      cell: (centre) => (
        <Link to="/centres/$centreId" params={{ centreId: centre.id }}>
          {centre.name}
        </Link>
      ),
    },
    { key: 'open', header: t('centres.hours'), phone: 'bare', cell: (centre) => <OpenTag centre={centre} /> },
    { key: 'kind', header: t('centres.kind'), cell: (centre) => t(`centres.kinds.${centre.kind}`) },
    { key: 'method', header: t('centres.method'), cell: (centre) => t(`centres.methods.${centre.method}`) },
    { key: 'created', header: t('common.created'), cell: (centre) => <Moment at={centre.created_at} /> },
  ];
  const create = may(me, 'centres.write') && (
    <Button leftSection={<IconPlus size={18} />} onClick={dialog.open}>
      {t('centres.new')}
    </Button>
  );
  return (
    <Page title={t('nav.centres')} lead={t('centres.lead')} actions={create}>
      <List
        label={t('nav.centres')}
        source={centres}
        columns={columns}
        rowKey={(centre) => centre.id}
        empty={<Empty icon={<IconBuildingCommunity />} title={t('centres.empty')} text={t('centres.emptyText')} />}
      />
      {creating && <NewCentreDialog onClose={dialog.close} />}
    </Page>
  );
}
