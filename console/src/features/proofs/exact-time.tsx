import { useTranslation } from 'react-i18next';
import { formatDate } from '@/lib/dates';
import { useZone } from '@/ui/zone';

/** To the second: a proof is read against other clocks. */
export function ExactTime({ at, until }: { at: string; until?: string }) {
  const { i18n } = useTranslation();
  const zone = useZone();
  const shown = (moment: string) => (
    <time dateTime={moment}>{formatDate(moment, 'exact', i18n.language, zone)}</time>
  );
  if (!until || until === at) return shown(at);
  return (
    <>
      {shown(at)} – {shown(until)}
    </>
  );
}
