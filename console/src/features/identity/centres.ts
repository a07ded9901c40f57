import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import type { components } from '@/api/schema';

export type Centre = components['schemas']['Centre'];
export type OpeningHours = components['schemas']['OpeningHours'];
export type Span = components['schemas']['Span'];
export type DayApart = components['schemas']['DayApart'];

export function centreQuery(centre_id: string) {
  return queryOptions({
    queryKey: ['centres', 'page', centre_id],
    queryFn: () => answer(client.GET('/api/v1/centres/{centre_id}', { params: { path: { centre_id } } })),
  });
}

/** Null: always open. Refused with 412 when somebody else set them after this version. */
export function saveHours(centre: Centre, hours: OpeningHours | null) {
  const params = { path: { centre_id: centre.id } };
  const headers = { 'If-Match': `"${centre.version}"` };
  return answer(client.PUT('/api/v1/centres/{centre_id}/hours', { params, headers, body: { hours } }));
}

const OFFICE: Span[] = [
  { start: '09:00', end: '12:00' },
  { start: '14:00', end: '18:00' },
];

/** What somebody who begins to write hours starts from. */
export function officeHours(timezone: string): OpeningHours {
  return { timezone, week: [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []], days_apart: [] };
}

/** After the last one of the day, as far as there is room. */
export function nextSpan(spans: Span[]): Span {
  const last = spans.at(-1)?.end ?? '09:00';
  const start = last >= '23:00' ? '23:00' : last;
  return { start, end: start >= '22:00' ? '24:00' : `${String(Number(start.slice(0, 2)) + 2).padStart(2, '0')}${start.slice(2)}` };
}
