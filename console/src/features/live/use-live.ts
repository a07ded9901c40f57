import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { openLive, type LiveStatus } from './connection';

const CALM_MS = 800;
const ALERTS = /^(Alert|AgentReminded|ReminderEnded)/;

/** Keeps the leads on the screen as fresh as the house allows. */
export function useLive(enabled: boolean) {
  const queries = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>('connecting');

  useEffect(() => {
    if (!enabled) return;
    let pending: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    const stale = new Set<'leads' | 'notices'>();
    const refresh = () => {
      last = Date.now();
      pending = undefined;
      for (const queryKey of stale) void queries.invalidateQueries({ queryKey: [queryKey] });
      stale.clear();
    };
    // A burst of facts is one reading, begun at once and ended once more.
    const onNews = (type?: string) => {
      // Alerts move no lead. Who comes back after a while reads both again.
      if (!type || ALERTS.test(type)) stale.add('notices');
      if (!type || !ALERTS.test(type)) stale.add('leads');
      pending ??= setTimeout(refresh, Math.max(0, last + CALM_MS - Date.now()));
    };
    const close = openLive({
      ticket: () => answer(client.POST('/api/v1/live/tickets')),
      onNews,
      onStatus: setStatus,
    });
    return () => {
      clearTimeout(pending);
      close();
    };
  }, [enabled, queries]);

  return status;
}
