import { useTranslation } from 'react-i18next';

// A Monday, and the six days after it.
const MONDAY = Date.UTC(2026, 0, 5);

/** From Monday on, in the reader's language. */
export function useWeekdays(length: 'short' | 'long') {
  const { i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(i18n.language, { weekday: length, timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, day) => format.format(MONDAY + day * 86_400_000));
}
