import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import type { components } from '@/api/schema';

export type Wall = components['schemas']['Wall'];
export type AgentAtWork = components['schemas']['AgentAtWork'];
export type Dashboard = components['schemas']['Dashboard'];
export type DayFigures = components['schemas']['Figures'];

// Looked for, and not asked again with each fact: a wall reads what every agent did today.
const WALL_EVERY_MS = 5_000;
const DAY_EVERY_MS = 30_000;

export function wallQuery(centre_id: string) {
  return queryOptions({
    queryKey: ['team', 'wall', centre_id],
    queryFn: () => answer(client.GET('/api/v1/centres/{centre_id}/wall', { params: { path: { centre_id } } })),
    refetchInterval: WALL_EVERY_MS,
  });
}

export const dashboardQuery = queryOptions({
  queryKey: ['team', 'day'],
  queryFn: () => answer(client.GET('/api/v1/me/dashboard')),
  refetchInterval: DAY_EVERY_MS,
});
