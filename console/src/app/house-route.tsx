import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { meQuery } from '@/api/me';
import { hasSession, lastEnding } from '@/api/session';
import { Root } from './root';
import { RouteTrouble } from './route-trouble';
import { NotFound } from './unavailable';

type Context = { queries: QueryClient };

export const root = createRootRouteWithContext<Context>()({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: RouteTrouble,
});

/** Where nobody is who has not signed in. */
export const house = createRoute({
  getParentRoute: () => root,
  id: 'house',
  beforeLoad: ({ location }) => {
    if (hasSession()) return;
    // Whoever logs out on purpose may leave the place to somebody else.
    const place = location.href === '/' || lastEnding() === 'out' ? undefined : location.href;
    throw redirect({ to: '/connexion', search: { suite: place } });
  },
  loader: ({ context }) => context.queries.ensureQueryData(meQuery),
  component: lazyRouteComponent(() => import('./shell'), 'Shell'),
  errorComponent: RouteTrouble,
});
