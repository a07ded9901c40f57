import { UnstyledButton } from '@mantine/core';
import {
  IconClockExclamation,
  IconHourglass,
  IconPhoneCalling,
  IconPhoneOff,
  IconPhoneX,
  IconUserPause,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Moment } from '@/ui/moment';
import classes from './alerts-page.module.css';
import type { Kind, Notice } from './notices';

const ICONS: Record<Kind, Icon> = {
  callback_due: IconPhoneCalling,
  lead_waiting: IconHourglass,
  callback_missed: IconPhoneX,
  no_answer: IconPhoneOff,
  slow_lead: IconClockExclamation,
  old_pool: IconUsersGroup,
  idle_agent: IconUserPause,
};

/** Opening what it is about has read it. */
export function NoticeRow({ notice, onRead }: { notice: Notice; onRead: () => void }) {
  const { t } = useTranslation();
  const Sign = ICONS[notice.kind];
  return (
    <li className={classes.notice} data-unread={notice.unread} data-over={notice.ended_at !== null}>
      <span className={classes.sign} data-kind={notice.kind}>
        <Sign size={20} stroke={1.7} aria-hidden="true" />
      </span>
      <div className={classes.words}>
        <Title notice={notice} onRead={onRead} />
        <p>{notice.detail}</p>
      </div>
      <span className={classes.when}>
        <Moment at={notice.since_at} />
        {notice.ended_at && (
          <>
            {' · '}
            {t('alerts.ended')} <Moment at={notice.ended_at} />
          </>
        )}
      </span>
      {notice.unread && (
        <UnstyledButton className={classes.read} onClick={onRead} aria-label={t('alerts.read', { title: notice.title })}>
          {t('alerts.readOne')}
        </UnstyledButton>
      )}
    </li>
  );
}

function Title({ notice, onRead }: { notice: Notice; onRead: () => void }) {
  if (notice.lead_id) {
    return (
      <Link to="/leads/$leadId" params={{ leadId: notice.lead_id }} onClick={onRead}>
        {notice.title}
      </Link>
    );
  }
  if (notice.audience !== 'agent') {
    return (
      <Link to="/mur" search={{ centre_id: notice.centre_id }} onClick={onRead}>
        {notice.title}
      </Link>
    );
  }
  return <strong>{notice.title}</strong>;
}
