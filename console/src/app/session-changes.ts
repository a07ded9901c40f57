import type { QueryClient } from '@tanstack/react-query';
import { hasSession, onSessionChange } from '@/api/session';
import type { AppRouter } from './router';

/** Lets the guards of the routes look again whenever somebody logs in or out, in this tab or another. */
export function followSession(router: AppRouter, queries: QueryClient) {
  let inside = hasSession();
  return onSessionChange(() => {
    const before = inside;
    inside = hasSession();
    // From one person or company straight to another nothing on the screen may stay.
    if (before && inside) return location.assign('/');
    void router.invalidate().then(() => !inside && queries.clear());
  });
}
