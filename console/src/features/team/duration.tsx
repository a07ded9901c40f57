import { useTranslation } from 'react-i18next';
import { useNow } from '@/lib/use-now';

const MINUTE = 60_000;

/** How long it has been: "3 min", "2 h 05". Counted on this side, so that it moves between two readings. */
export function Duration({ since }: { since: string }) {
  const { t } = useTranslation();
  const minutes = Math.max(0, Math.floor((useNow(10_000) - new Date(since).getTime()) / MINUTE));
  if (minutes < 1) return <span>{t('team.now')}</span>;
  if (minutes < 60) return <span>{t('team.minutes', { minutes })}</span>;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return <span>{t('team.hours', { hours, minutes: String(minutes % 60).padStart(2, '0') })}</span>;
  return <span>{t('team.days', { days: Math.floor(hours / 24) })}</span>;
}
