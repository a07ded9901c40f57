import { Button } from '@mantine/core';
import { IconPhoneCheck, IconPhoneOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { formatDate, placeOf } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useZone } from '@/ui/zone';
import type { Permission } from './calls';
import classes from './permission-panel.module.css';
import { UnblockDialog } from './unblock-dialog';

/** Why can't I call now? What stands in the way, until when, and what to do; and, where that is another clock, what time it is for the person. */
export function PermissionPanel({ leadId, permission }: { leadId: string; permission: Permission }) {
  const { t, i18n } = useTranslation();
  const ours = useZone();
  const now = useNow(30_000);
  useAskAgain(leadId, permission.begins_at);
  const Icon = permission.allowed ? IconPhoneCheck : IconPhoneOff;
  if (permission.allowed && permission.obstacles.length === 0 && permission.zone === ours) return null;
  return (
    <section className={classes.panel} data-allowed={permission.allowed} aria-label={t('permission.title')}>
      <p className={classes.head}>
        <Icon size={20} aria-hidden="true" />
        {permission.allowed ? t('permission.allowed') : t('permission.refused')}
      </p>
      <ul className={classes.why}>
        {permission.obstacles.map((obstacle) => (
          <li key={obstacle.code}>
            <p>{obstacle.says}</p>
            <p className={classes.remedy}>{obstacle.remedy}</p>
            {obstacle.code === 'do_not_call' && <Unblock leadId={leadId} />}
          </li>
        ))}
      </ul>
      {permission.zone !== ours && (
        <p className={classes.law}>
          {t('permission.there', { at: formatDate(new Date(now).toISOString(), 'time', i18n.language, permission.zone), zone: placeOf(permission.zone) })}
        </p>
      )}
      {permission.law && !permission.allowed && <p className={classes.law}>{t('permission.law', { law: permission.law })}</p>}
    </section>
  );
}

function Unblock({ leadId }: { leadId: string }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  if (!may(useMe(), 'leads.manage')) return null;
  return (
    <>
      <Button variant="default" size="xs" mt={6} onClick={() => setAsked(true)}>
        {t('permission.unblock')}
      </Button>
      {asked && <UnblockDialog leadId={leadId} onClose={() => setAsked(false)} />}
    </>
  );
}

/** A page that lies open is asked again once the last obstacle ends. */
function useAskAgain(leadId: string, beginsAt: string | null) {
  const queries = useQueryClient();
  useEffect(() => {
    const wait = beginsAt ? new Date(beginsAt).getTime() - Date.now() : 0;
    if (wait <= 0 || wait > 24 * 3_600_000) return;
    const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: ['leads', 'page', leadId] }), wait + 1000);
    return () => clearTimeout(timer);
  }, [queries, leadId, beginsAt]);
}
