import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { IconPencil, IconTrash, IconUserMinus, IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { may, scopeOf, useMe } from '@/api/me';
import { useDraft } from '@/lib/use-draft';
import { ConfirmButton } from '@/ui/confirm-button';
import { Empty } from '@/ui/empty';
import { LeadStateTag } from '@/ui/lead-state';
import { LinkAnchor, LinkButton } from '@/ui/links';
import { List, type Column } from '@/ui/list';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import { ListEditor } from './list-editor';
import { newList, valuesOf, type ListValues } from './list-values';
import { deleteList, listQuery, membersQuery, putOnLists, type MarketingList, type Member } from './lists';
import { KindTag } from './lists-page';
import { RuleCount } from './rule-count';
import { useRuleWords } from './rule-words';

type ListPageProps = { listId: string; missing: (error: Error, retry: () => void) => ReactNode };

/** One list: what it says, and who is on it. */
export function ListPage({ listId, missing }: ListPageProps) {
  const list = useQuery(listQuery(listId));
  if (list.error && !list.data) return missing(list.error, () => void list.refetch());
  return list.data ? <LoadedList list={list.data} /> : <Waiting />;
}

export function EditListPage({ listId, missing }: ListPageProps) {
  const { t } = useTranslation();
  const list = useQuery(listQuery(listId));
  if (list.error && !list.data) return missing(list.error, () => void list.refetch());
  if (!list.data) return <Waiting />;
  return (
    <Page title={t('lists.edit')} back={<Back to={list.data} />}>
      <ListEditor key={list.data.version} initial={valuesOf(list.data)} list={list.data} />
    </Page>
  );
}

export function NewListPage() {
  const { t } = useTranslation();
  const me = useMe();
  const own = scopeOf(me, 'lists.write') === 'centre' ? me.centre_id : null;
  const draft = useDraft<ListValues>(`list.${me.id}`, newList(own));
  return (
    <Page title={t('lists.new')} lead={t('lists.lead')} back={<Back />}>
      <ListEditor initial={draft.value} onWrite={draft.write} onSaved={draft.clear} />
    </Page>
  );
}

function Back({ to }: { to?: MarketingList }) {
  const { t } = useTranslation();
  return to ? (
    <LinkAnchor to="/listes/$listId" params={{ listId: to.id }} inherit>
      {to.name}
    </LinkAnchor>
  ) : (
    <LinkAnchor to="/listes" inherit>
      {t('nav.lists')}
    </LinkAnchor>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return <Skeleton height={320} radius="lg" role="status" aria-label={t('common.loading')} />;
}

function LoadedList({ list }: { list: MarketingList }) {
  const { t } = useTranslation();
  const words = useRuleWords(list.rule);
  const me = useMe();
  return (
    <Page title={list.name} badge={<KindTag list={list} />} lead={list.description} back={<Back />} actions={<Deeds list={list} />}>
      <Stack>
        {list.rule && (
          <Panel title={t('lists.rule')}>
            <Text mb="sm">{words}</Text>
            {may(me, 'lists.write') && <RuleCount rule={list.rule} centre={list.centre_id ?? null} />}
          </Panel>
        )}
        <Panel title={t('lists.members')} aside={list.members !== null && list.members !== undefined && <span>{t('lists.counted', { count: list.members })}</span>}>
          <Members list={list} />
        </Panel>
      </Stack>
    </Page>
  );
}

function Deeds({ list }: { list: MarketingList }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteList(list.id),
    onSuccess: async () => {
      queries.removeQueries({ queryKey: ['lists', 'page', list.id] });
      await navigate({ to: '/listes' });
      void queries.invalidateQueries({ queryKey: ['lists'] });
      void queries.invalidateQueries({ queryKey: ['leads'] });
    },
  });
  return (
    <>
      <LinkButton to="/leads" search={{ list_id: list.id }} variant="default">
        {t('lists.seeLeads')}
      </LinkButton>
      {list.may_write && (
        <>
          <LinkButton to="/listes/$listId/edition" params={{ listId: list.id }} variant="default" leftSection={<IconPencil size={18} />}>
            {t('common.edit')}
          </LinkButton>
          <ConfirmButton
            leftSection={<IconTrash size={18} />}
            title={t('lists.deleteTitle', { name: list.name })}
            text={t(list.rule ? 'lists.deleteRuleText' : 'lists.deleteText')}
            action={t('lists.delete')}
            mutation={remove}
          >
            {t('lists.delete')}
          </ConfirmButton>
        </>
      )}
    </>
  );
}

function Members({ list }: { list: MarketingList }) {
  const { t } = useTranslation();
  const members = useInfiniteQuery(membersQuery(list.id));
  const mayRemove = may(useMe(), 'lists.write') && !list.rule;
  const columns: Column<Member>[] = [
    {
      key: 'name',
      header: t('leads.name'),
      cell: (member) => (
        <>
          <Link to="/leads/$leadId" params={{ leadId: member.lead_id }}>
            {member.name || t('leads.nameless')}
          </Link>
          <Text size="sm" c="dimmed">
            {member.form_name}
          </Text>
        </>
      ),
    },
    { key: 'state', header: t('leads.state'), phone: 'bare', cell: (member) => <LeadStateTag state={member.state} /> },
    list.rule
      ? { key: 'opened', header: t('leads.opened'), cell: (member) => <Moment at={member.opened_at} /> }
      : { key: 'joined', header: t('lists.joined'), cell: (member) => (member.joined_at ? <Moment at={member.joined_at} /> : '—') },
  ];
  if (mayRemove) columns.push({ key: 'deeds', header: '', phone: 'bare', cell: (member) => <TakeOff list={list} member={member} /> });
  return (
    <List
      label={t('lists.members')}
      source={members}
      columns={columns}
      rowKey={(member) => member.lead_id}
      empty={<Empty icon={<IconUsers />} title={t('lists.nobody')} text={t(list.rule ? 'lists.nobodyByRule' : 'lists.nobodyByHand')} />}
    />
  );
}

function TakeOff({ list, member }: { list: MarketingList; member: Member }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const takeOff = useMutation({
    mutationFn: () => putOnLists(member.lead_id, { add: [], remove: [list.id] }),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['lists'] }), queries.invalidateQueries({ queryKey: ['leads'] })]),
  });
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconUserMinus size={15} />}
        loading={takeOff.isPending}
        onClick={() => takeOff.mutate()}
        aria-label={t('lists.takeOffName', { name: member.name })}
      >
        {t('lists.takeOff')}
      </Button>
      {takeOff.error && <Trouble error={takeOff.error} mt="xs" />}
    </>
  );
}
