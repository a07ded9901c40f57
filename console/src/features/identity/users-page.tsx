import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { centreLookup } from '@/api/lookups';
import { may, useMe } from '@/api/me';
import { Empty } from '@/ui/empty';
import { List, type Column } from '@/ui/list';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Tag } from '@/ui/tag';
import { InviteDialog } from './invite-dialog';
import { inviteAgain, usersQuery, type User } from './users';

const TONES = { invited: 'brass', active: 'moss', disabled: 'stone' } as const;

export function UsersPage() {
  const { t } = useTranslation();
  const me = useMe();
  const [inviting, dialog] = useDisclosure(false);
  const users = useInfiniteQuery(usersQuery);
  const centres = useQuery({ ...centreLookup, enabled: may(me, 'centres.read') });
  const mayInvite = may(me, 'users.write');

  const columns: Column<User>[] = [
    {
      key: 'name',
      header: t('users.name'),
      cell: (user) => (
        <>
          <Text fw={650}>{user.name}</Text>
          <Text size="sm" c="dimmed">
            {user.email}
          </Text>
        </>
      ),
    },
    {
      key: 'role',
      header: t('users.role'),
      cell: (user) => (
        <div>
          {t(`role.${user.role}`)}
          <Text size="sm" c="dimmed">
            {centres.data?.find((centre) => centre.id === user.centre_id)?.name}
          </Text>
        </div>
      ),
    },
    {
      key: 'state',
      header: t('users.state'),
      cell: (user) => <Tag tone={TONES[user.state]}>{t(`users.states.${user.state}`)}</Tag>,
    },
    { key: 'totp', header: t('users.totp'), cell: (user) => (user.totp_enrolled ? t('common.yes') : t('common.no')) },
    {
      key: 'seen',
      header: t('users.lastSeen'),
      cell: (user) => (user.last_seen_at ? <Moment at={user.last_seen_at} /> : t('users.never')),
    },
    {
      key: 'actions',
      header: t('common.actions'),
      phone: 'bare',
      cell: (user) => (mayInvite && user.state === 'invited' ? <InviteAgain user={user} /> : null),
    },
  ];

  const invite = mayInvite && (
    <Button leftSection={<IconUserPlus size={18} />} onClick={dialog.open}>
      {t('users.invite')}
    </Button>
  );
  return (
    <Page title={t('nav.users')} lead={t('users.lead')} actions={invite}>
      <List
        label={t('nav.users')}
        source={users}
        columns={columns}
        rowKey={(user) => user.id}
        empty={<Empty icon={<IconUsers />} title={t('users.empty')} text={t('users.emptyText')} />}
      />
      {inviting && <InviteDialog onClose={dialog.close} />}
    </Page>
  );
}

function InviteAgain({ user }: { user: User }) {
  const { t } = useTranslation();
  const again = useMutation({
    mutationFn: () => inviteAgain(user.id),
    onSuccess: () => notifications.show({ message: t('users.sentAgain', { email: user.email }) }),
    onError: (error) => notifications.show({ color: 'brick', message: error.message }),
  });
  return (
    <Button variant="default" size="xs" loading={again.isPending} onClick={() => again.mutate()}>
      {t('users.sendAgain')}
    </Button>
  );
}
