import { Text } from '@mantine/core';
import { IconListDetails, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { Empty } from '@/ui/empty';
import { LinkButton } from '@/ui/links';
import { List, type Column } from '@/ui/list';
import { Page } from '@/ui/page';
import { Tag } from '@/ui/tag';
import { listsQuery, type MarketingList } from './lists';

/** The lists that the reader may know of. */
export function ListsPage() {
  const { t } = useTranslation();
  const lists = useInfiniteQuery(listsQuery);
  const fresh = may(useMe(), 'lists.write') && (
    <LinkButton to="/listes/nouvelle" leftSection={<IconPlus size={18} />}>
      {t('lists.new')}
    </LinkButton>
  );
  const columns: Column<MarketingList>[] = [
    {
      key: 'name',
      header: t('lists.name'),
      cell: (list) => (
        <>
          <Link to="/listes/$listId" params={{ listId: list.id }}>
            {list.name}
          </Link>
          {list.description && (
            <Text size="sm" c="dimmed" lineClamp={2}>
              {list.description}
            </Text>
          )}
        </>
      ),
    },
    { key: 'kind', header: t('lists.kind'), phone: 'bare', cell: (list) => <KindTag list={list} /> },
    { key: 'whose', header: t('lists.whose'), cell: (list) => list.centre_name ?? t('lists.company') },
    { key: 'members', header: t('lists.members'), cell: (list) => list.members ?? t('lists.byRuleCount') },
  ];
  return (
    <Page title={t('nav.lists')} lead={t('lists.lead')} actions={fresh}>
      <List
        label={t('nav.lists')}
        source={lists}
        columns={columns}
        rowKey={(list) => list.id}
        empty={<Empty icon={<IconListDetails />} title={t('lists.empty')} text={t('lists.emptyText')} action={fresh} />}
      />
    </Page>
  );
}

export function KindTag({ list }: { list: MarketingList }) {
  const { t } = useTranslation();
  return <Tag tone={list.rule ? 'sky' : 'stone'}>{t(list.rule ? 'lists.kinds.rule' : 'lists.kinds.hand')}</Tag>;
}
