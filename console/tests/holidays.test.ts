import { expect, test } from 'vitest';
import { holidaysOf } from '@/lib/holidays';

test('Easter is where the Church put it, and the days that hang on it', () => {
  const days = (year: number) => holidaysOf('FR', year).map(({ day }) => day);
  expect(days(2026)).toEqual([
    '2026-01-01', '2026-04-06', '2026-05-01', '2026-05-08', '2026-05-14', '2026-05-25', '2026-07-14', '2026-08-15', '2026-11-01', '2026-11-11', '2026-12-25',
  ]);
  // The earliest and the latest Easters of this century.
  expect(holidaysOf('FR', 2008)[1]).toEqual({ day: '2008-03-24', name: 'Lundi de Pâques' });
  expect(days(2038)).toContain('2038-04-26');
  expect(days(2024)).toContain('2024-05-09');
});

test('a country that we know nothing of has none', () => {
  expect(holidaysOf('JP', 2026)).toEqual([]);
});
