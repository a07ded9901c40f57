import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';

dayjs.extend(utc);
dayjs.extend(timezone);

type Style = 'date' | 'time' | 'moment' | 'full' | 'exact';

const STYLES: Record<Style, Intl.DateTimeFormatOptions> = {
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  moment: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  full: { dateStyle: 'full', timeStyle: 'short' },
  exact: { dateStyle: 'medium', timeStyle: 'medium' },
};

// Plain "en" would mean the United States and their clock of twelve hours.
const LOCALES: Record<string, string> = { en: 'en-GB' };

export function formatDate(at: string, style: Style, language: string, zone: string) {
  return new Intl.DateTimeFormat(LOCALES[language] ?? language, { ...STYLES[style], timeZone: zone }).format(new Date(at));
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** Null within the minute: every language has a word of its own for that. */
export function formatAgo(at: string, language: string, now = Date.now()) {
  const distance = new Date(at).getTime() - now;
  const words = new Intl.RelativeTimeFormat(LOCALES[language] ?? language, { numeric: 'auto', style: 'short' });
  for (const [unit, size] of UNITS) {
    if (Math.abs(distance) >= size) return words.format(Math.trunc(distance / size), unit);
  }
  return null;
}

export function isOlderThanDays(at: string, days: number, now = Date.now()) {
  return Math.abs(now - new Date(at).getTime()) > days * 86_400_000;
}

/** What a picker shows ("2026-11-21 09:30:00", on the wall clock of the company) as the instant that the API wants. */
export function wallClockToUtc(wallClock: string, zone: string) {
  return dayjs.tz(wallClock, zone).toISOString();
}

export function utcToWallClock(at: string, zone: string) {
  return dayjs(at).tz(zone).format('YYYY-MM-DD HH:mm:ss');
}

export function wallClockNow(zone: string, addMinutes = 0) {
  return dayjs().tz(zone).add(addMinutes, 'minute').format('YYYY-MM-DD HH:mm:ss');
}

/** "In two days at nine" on the company's wall clock, weekends left as they are: some centres work them. */
export function wallClockOn(zone: string, addDays: number, hour: number) {
  return dayjs().tz(zone).add(addDays, 'day').hour(hour).minute(0).second(0).format('YYYY-MM-DD HH:mm:ss');
}

export function countdown(milliseconds: number) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The town that a clock is named after, as people write it: Europe/Paris is Paris. */
export function placeOf(zone: string) {
  return zone.replace(/^.*\//, '').replaceAll('_', ' ');
}
