import { expect, test } from 'vitest';
import { formatPhone } from '@/lib/phone';
import { formatDate, wallClockToUtc } from '@/lib/dates';
import en from '@/locales/en.json';
import fr from '@/locales/fr.json';

// French has a plural form more than English ("many", from a million on).
const PLURAL = /_(zero|one|many|other)$/;

function keys(words: object, above = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'object' ? keys(value as object, `${above}${key}.`) : [`${above}${key}`.replace(PLURAL, '')],
  );
}

test('both languages have the same words', () => {
  expect([...new Set(keys(en))].sort()).toEqual([...new Set(keys(fr))].sort());
});

test('a time on the wall clock of the company is the right instant', () => {
  expect(wallClockToUtc('2026-07-14 09:00:00', 'Europe/Paris')).toBe('2026-07-14T07:00:00.000Z');
  expect(wallClockToUtc('2026-12-14 09:00:00', 'Africa/Dakar')).toBe('2026-12-14T09:00:00.000Z');
  expect(formatDate('2026-07-14T23:30:00.000Z', 'date', 'fr', 'Europe/Paris')).toBe('15 juillet 2026');
});

test('phone numbers are grouped as their countries do', () => {
  expect(formatPhone('+33612345678')).toBe('+33 6 12 34 56 78');
  expect(formatPhone('+221771234567')).toBe('+221 77 123 45 67');
  expect(formatPhone('+2250707123456')).toBe('+225 07 07 12 34 56');
});
