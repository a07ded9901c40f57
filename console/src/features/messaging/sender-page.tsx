import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconPencil, IconPlayerPauseFilled, IconSend, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { ConfirmButton } from '@/ui/confirm-button';
import { Facts } from '@/ui/facts';
import { LinkAnchor } from '@/ui/links';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { DomainPanel } from './domain-panel';
import { HealthBar, HealthCounts, HealthDays, Limits } from './health';
import { SenderDialog } from './sender-dialog';
import classes from './sender-page.module.css';
import { deleteSender, resumeSender, senderQuery, sendersQuery, type Sender } from './senders';
import { StateTag } from './senders-page';
import { TrialDialog } from './trial-dialog';

type SenderPageProps = { senderId: string; missing: (error: Error, retry: () => void) => ReactNode };

export function SenderPage({ senderId, missing }: SenderPageProps) {
  const { t } = useTranslation();
  const sender = useQuery(senderQuery(senderId));
  const back = (
    <LinkAnchor to="/expediteurs" inherit>
      {t('nav.senders')}
    </LinkAnchor>
  );
  if (sender.error && !sender.data) return missing(sender.error, () => void sender.refetch());
  if (!sender.data) {
    return (
      <Page title={t('senders.one')} back={back}>
        <Skeleton height={320} radius="lg" role="status" aria-label={t('common.loading')} />
      </Page>
    );
  }
  const { data } = sender;
  return (
    <Page
      title={data.name}
      lead={t('senders.from', { name: data.from_name, address: data.from_address })}
      back={back}
      badge={<StateTag sender={data} />}
      actions={<Actions sender={data} />}
    >
      {data.pause && <Paused sender={data} pause={data.pause} />}
      <div className={classes.columns}>
        <Stack>
          <Panel title={t('senders.healthMonth')}>
            <HealthBar health={data.health} size="lg" />
            <HealthDays health={data.health} />
            <HealthCounts health={data.health} />
            {!data.health.tells_delivered && (
              <Text size="sm" c="dimmed" mt="md">
                {t('senders.smtpTells')}
              </Text>
            )}
          </Panel>
          <Panel title={t('senders.limits')}>
            <Text size="sm" c="dimmed" mb="md">
              {t('senders.limitsText')}
            </Text>
            <Limits health={data.health} />
          </Panel>
        </Stack>
        <Stack>
          <Panel title={t('senders.settings')}>
            <Settings sender={data} />
          </Panel>
          <DomainPanel sender={data} />
        </Stack>
      </div>
    </Page>
  );
}

function Paused({ sender, pause }: { sender: Sender; pause: NonNullable<Sender['pause']> }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const share = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 }).format(pause.share);
  const resume = useMutation({
    mutationFn: () => resumeSender(sender.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['senders'] }),
    onError: (error) => notifications.show({ color: 'brick', message: error.message }),
  });
  return (
    <Alert color="brick" icon={<IconPlayerPauseFilled />} title={t('senders.pausedTitle')} role="alert" mb="md">
      <Text size="sm">
        {t(`senders.pausedFor.${pause.counted as 'bounced'}`, { share })} <Moment at={pause.at} exact />
      </Text>
      <Text size="sm" mt={4}>
        {t('senders.pausedText')}
      </Text>
      {may(me, 'senders.resume') ? (
        <Button size="xs" mt="sm" loading={resume.isPending} onClick={() => resume.mutate()}>
          {t('senders.resume')}
        </Button>
      ) : (
        <Text size="sm" mt={4} fw={600}>
          {t('senders.askAdmin')}
        </Text>
      )}
    </Alert>
  );
}

function Settings({ sender }: { sender: Sender }) {
  const { t } = useTranslation();
  const senders = useInfiniteQuery(sendersQuery);
  return (
    <Facts
      facts={[
        { label: t('senders.kind'), value: t(`senders.kinds.${sender.kind as 'ses'}`) },
        ...serverFacts(sender.smtp, t),
        { label: t('senders.replyTo'), value: sender.reply_to ?? t('senders.replyToSame') },
        { label: t('senders.perSecond'), value: sender.per_second ?? t('senders.noLimit') },
        { label: t('senders.perDay'), value: sender.per_day?.toLocaleString() ?? t('senders.noLimit') },
        {
          label: t('senders.fallback'),
          value: senders.data?.find((one) => one.id === sender.fallback_id)?.name ?? t('senders.noFallback'),
        },
        { label: t('common.created'), value: <Moment at={sender.created_at} exact /> },
      ]}
    />
  );
}

function serverFacts(smtp: Sender['smtp'], t: TFunction) {
  if (!smtp) return [];
  return [
    { label: t('senders.host'), value: `${smtp.host}:${smtp.port}` },
    { label: t('senders.security'), value: t(`senders.securities.${smtp.security as 'tls'}`) },
    smtp.username && { label: t('senders.username'), value: smtp.username },
    { label: t('senders.password'), value: t(smtp.has_password ? 'senders.passwordSet' : 'senders.passwordNone') },
  ];
}

function Actions({ sender }: { sender: Sender }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [trying, trial] = useDisclosure(false);
  const [editing, dialog] = useDisclosure(false);
  const remove = useMutation({
    mutationFn: () => deleteSender(sender.id),
    onSuccess: async () => {
      await navigate({ to: '/expediteurs' });
      queries.removeQueries({ queryKey: ['senders', 'page', sender.id] });
      await queries.invalidateQueries({ queryKey: ['senders', 'list'] });
    },
  });
  const closeTrial = () => {
    trial.close();
    void queries.invalidateQueries({ queryKey: ['senders'] });
  };
  return (
    <>
      <Button leftSection={<IconSend size={17} />} onClick={trial.open}>
        {t('senders.try')}
      </Button>
      <Button variant="default" leftSection={<IconPencil size={17} />} onClick={dialog.open}>
        {t('senders.editShort')}
      </Button>
      <ConfirmButton
        leftSection={<IconTrash size={17} />}
        title={t('senders.deleteTitle', { name: sender.name })}
        text={t('senders.deleteText')}
        action={t('senders.delete')}
        mutation={remove}
      >
        {t('senders.delete')}
      </ConfirmButton>
      {trying && <TrialDialog sender={sender} onClose={closeTrial} />}
      {editing && <SenderDialog key={sender.version} sender={sender} onClose={dialog.close} />}
    </>
  );
}
