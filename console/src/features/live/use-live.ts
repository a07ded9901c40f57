import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { openLive, type LiveStatus } from './connection';

const CALM_MS = 800;

/** Keeps the leads on the screen as fresh as the house allows. */
export function useLive(enabled: boolean) {
  const queries = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>('connecting');

  useEffect(() => {
    if (!enabled) return;
    let pending: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    const refresh = () => {
      last = Date.now();
      pending = undefined;
      void queries.invalidateQueries({ queryKey: ['leads'] });
    };
    // A burst of facts is one reading, begun at once and ended once more.
    const onNews = () => {
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
