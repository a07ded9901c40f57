import { Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatAgo, formatDate, isOlderThanDays } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useZone } from './zone';

/** "12 min ago" while it is fresh, the date afterwards; the whole truth on hover or focus. */
export function Moment({ at, exact = false }: { at: string; exact?: boolean }) {
  const { t, i18n } = useTranslation();
  const zone = useZone();
  const now = useNow(30_000);
  const dated = exact || isOlderThanDays(at, 2, now);
  const short = dated ? formatDate(at, 'moment', i18n.language, zone) : (formatAgo(at, i18n.language, now) ?? t('common.justNow'));
  return (
    <Tooltip label={`${formatDate(at, 'full', i18n.language, zone)} (${zone})`}>
      <Text component="time" dateTime={at} span inherit style={{ whiteSpace: 'nowrap' }}>
        {short}
      </Text>
    </Tooltip>
  );
}
