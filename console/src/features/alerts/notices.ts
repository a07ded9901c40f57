import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import type { components } from '@/api/schema';

export type Notice = components['schemas']['Notice'];
export type NoticeSettings = components['schemas']['NoticeSettings'];
export type AlertRule = components['schemas']['AlertRule'];
export type Kind = Notice['kind'];

// A socket brings new ones at once; those that are over, and all where there is none, are looked for.
const LOOKED_EVERY_MS = 20_000;

export const KINDS: Kind[] = [
  'callback_due', 'lead_waiting', 'callback_missed', 'no_answer', 'slow_lead', 'old_pool', 'idle_agent',
];

/** Minutes of opening hours; tries, for `no_answer`. As the API has it. */
export const FIRST: Record<Kind, { after: number; audience: AlertRule['audience']; ofALead: boolean }> = {
  callback_due: { after: 0, audience: 'agent', ofALead: true },
  lead_waiting: { after: 30, audience: 'agent', ofALead: true },
  callback_missed: { after: 15, audience: 'centre', ofALead: true },
  no_answer: { after: 3, audience: 'centre', ofALead: true },
  slow_lead: { after: 960, audience: 'centre', ofALead: true },
  old_pool: { after: 30, audience: 'centre', ofALead: false },
  idle_agent: { after: 30, audience: 'centre', ofALead: false },
};

export const noticesQuery = queryOptions({
  queryKey: ['notices', 'list'],
  queryFn: () => answer(client.GET('/api/v1/me/notices')),
  refetchInterval: LOOKED_EVERY_MS,
});

export const settingsQuery = queryOptions({
  queryKey: ['notices', 'settings'],
  queryFn: () => answer(client.GET('/api/v1/me/notice-settings')),
});

export function rulesQuery(centre_id: string) {
  return queryOptions({
    queryKey: ['notices', 'rules', centre_id],
    queryFn: () => answer(client.GET('/api/v1/centres/{centre_id}/alert-rules', { params: { path: { centre_id } } })),
  });
}

export function markRead(body: { ids: string[] } | { until: string }) {
  return answer(client.POST('/api/v1/me/notices/readings', { body: { ids: [], until: null, ...body } }));
}

export function keepSettings(body: NoticeSettings) {
  return answer(client.PUT('/api/v1/me/notice-settings', { body }));
}

export function keepRules(centre_id: string, version: number, rules: AlertRule[]) {
  return answer(
    client.PUT('/api/v1/centres/{centre_id}/alert-rules', {
      params: { path: { centre_id } },
      headers: { 'If-Match': `"${version}"` },
      body: { rules },
    }),
  );
}
