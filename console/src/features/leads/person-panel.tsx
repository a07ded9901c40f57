import { Alert, Anchor } from '@mantine/core';
import { IconEyeOff, IconPhoneOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPhone } from '@/lib/phone';
import { Facts } from '@/ui/facts';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/panel';
import type { Lead } from './leads';
import classes from './person-panel.module.css';

/** `call`: the button that calls a number; it comes from another feature. */
export function PersonPanel({ lead, call }: { lead: Lead; call: (phone: string) => ReactNode }) {
  const { t } = useTranslation();
  const { email, phone } = lead.person;
  return (
    <Panel>
      <div className={classes.person}>
        {phone && !lead.permission.allowed && <p className={classes.number}>{formatPhone(phone)}</p>}
        {phone && lead.permission.allowed && call(phone)}
        <NoCalls consent={lead.consent} />
        {!phone && <NoPhone hidden={lead.phone_hidden} />}
        <div className={classes.facts}>
          <Facts
            facts={[
              email && { label: t('person.email'), value: <Anchor href={`mailto:${email}`}>{email}</Anchor> },
              { label: t('person.received'), value: <Moment at={lead.opened_at} /> },
              lead.confirmed_at && { label: t('person.emailConfirmed'), value: <Moment at={lead.confirmed_at} /> },
              lead.callback_at && { label: t(`queue.calledAgain.${lead.callback ?? 'agent'}`), value: <Moment at={lead.callback_at} exact /> },
              { label: t('leads.attempts'), value: lead.attempts },
              lead.agent_name && { label: t('leads.agent'), value: lead.agent_name },
            ]}
          />
        </div>
      </div>
    </Panel>
  );
}

function NoPhone({ hidden }: { hidden: Lead['phone_hidden'] }) {
  const { t } = useTranslation();
  return (
    <Alert icon={<IconEyeOff />} color={hidden ? 'brass' : 'gray'} title={t('person.noPhone')}>
      {hidden ? t(`person.hidden.${hidden}`) : t('person.noPhoneText')}
    </Alert>
  );
}

/** Who has confirmed an address has not agreed to calls: where that was asked apart and not given, the agent is told. */
function NoCalls({ consent }: { consent: Lead['consent'] }) {
  const { t } = useTranslation();
  if (!consent.phone || consent.phone.given) return null;
  return (
    <Alert icon={<IconPhoneOff />} color="brick" title={t('person.noCalls')}>
      {t('person.noCallsText')}
    </Alert>
  );
}
