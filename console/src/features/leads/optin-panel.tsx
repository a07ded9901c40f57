import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/ui/facts';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/panel';
import type { Lead } from './leads';

/** How the address came to be confirmed, or how far that has come. */
export function OptInPanel({ lead, optin }: { lead: Lead; optin: NonNullable<Lead['optin']> }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('optin.title')}>
      <Facts
        facts={[
          { label: t('optin.mails'), value: optin.mails },
          optin.mailed_at && { label: t('optin.mailed'), value: <Moment at={optin.mailed_at} exact /> },
          lead.confirmed_at && { label: t('optin.confirmed'), value: <Moment at={lead.confirmed_at} exact /> },
          lead.state === 'pending' && optin.link_ends_at && { label: t('optin.linkEnds'), value: <Moment at={optin.link_ends_at} exact /> },
          optin.next_reminder_at && { label: t('optin.nextReminder'), value: <Moment at={optin.next_reminder_at} exact /> },
          optin.unsubscribed_at && { label: t('optin.unsubscribed'), value: <Moment at={optin.unsubscribed_at} exact /> },
          ...optin.visits.map((visit) => ({
            label: t(`optin.visits.${visit.kind}`, { count: visit.times }),
            value: <Seen first={visit.first_at} last={visit.last_at} />,
          })),
        ]}
      />
      {optin.visits.length > 0 && (
        <Text c="dimmed" size="sm" mt="sm">
          {t('optin.visitsText')}
        </Text>
      )}
    </Panel>
  );
}

function Seen({ first, last }: { first: string; last: string }) {
  if (first === last) return <Moment at={first} exact />;
  return (
    <>
      <Moment at={first} exact /> – <Moment at={last} exact />
    </>
  );
}
