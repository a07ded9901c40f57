import { IconPhoneCheck, IconPhoneOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useZone } from '@/ui/zone';
import type { Permission } from './calls';
import classes from './permission-panel.module.css';

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
          </li>
        ))}
      </ul>
      {permission.zone !== ours && (
        <p className={classes.law}>
          {t('permission.there', { at: formatDate(new Date(now).toISOString(), 'time', i18n.language, permission.zone), zone: permission.zone })}
        </p>
      )}
      {permission.law && !permission.allowed && <p className={classes.law}>{t('permission.law', { law: permission.law })}</p>}
    </section>
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
