import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMailForward, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { List, type Column } from '@/ui/list';
import { Page } from '@/ui/page';
import { Tag } from '@/ui/tag';
import { HealthBar } from './health';
import { SenderDialog } from './sender-dialog';
import { sendersQuery, type Sender } from './senders';

export function SendersPage() {
  const { t } = useTranslation();
  const [creating, dialog] = useDisclosure(false);
  const senders = useInfiniteQuery(sendersQuery);
  const first = senders.data?.[0]?.id;

  const columns: Column<Sender>[] = [
    {
      key: 'name',
      header: t('senders.profile'),
      cell: (sender) => (
        <>
          <Link to="/expediteurs/$senderId" params={{ senderId: sender.id }}>
            {sender.name}
          </Link>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {t('senders.from', { name: sender.from_name, address: sender.from_address })}
          </Text>
        </>
      ),
    },
    {
      key: 'state',
      header: t('senders.state'),
      phone: 'bare',
      cell: (sender) => <StateTag sender={sender} isFirst={sender.id === first} />,
    },
    {
      key: 'way',
      header: t('senders.way'),
      cell: (sender) => (sender.smtp ? `${sender.smtp.host}:${sender.smtp.port}` : t(`senders.kinds.${sender.kind as 'ses'}`)),
    },
    { key: 'sent', header: t('senders.sentMonth'), cell: (sender) => sender.health.counts.sent.toLocaleString() },
    {
      key: 'health',
      header: t('senders.health'),
      phone: 'bare',
      cell: (sender) => <HealthBar health={sender.health} />,
    },
  ];
  return (
    <Page
      title={t('nav.senders')}
      lead={t('senders.lead')}
      actions={
        <Button leftSection={<IconPlus size={18} />} onClick={dialog.open}>
          {t('senders.new')}
        </Button>
      }
    >
      <List
        label={t('nav.senders')}
        source={senders}
        columns={columns}
        rowKey={(sender) => sender.id}
        empty={<Empty icon={<IconMailForward />} title={t('senders.empty')} text={t('senders.emptyText')} />}
      />
      {creating && <SenderDialog onClose={dialog.close} />}
    </Page>
  );
}

export function StateTag({ sender, isFirst }: { sender: Sender; isFirst?: boolean }) {
  const { t } = useTranslation();
  if (sender.state === 'paused') return <Tag tone="brick">{t('senders.states.paused')}</Tag>;
  return <Tag tone="moss">{isFirst ? t('senders.states.first') : t('senders.states.on')}</Tag>;
}
