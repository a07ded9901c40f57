import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from './house-route';
import { text } from './search-text';

export const day = createRoute({
  getParentRoute: () => house,
  path: '/ma-journee',
  component: lazyRouteComponent(() => import('./team-screens'), 'DayScreen'),
});

export const wall = createRoute({
  getParentRoute: () => house,
  path: '/mur',
  validateSearch: (search): { centre_id?: string } => ({ centre_id: text(search.centre_id) }),
  component: lazyRouteComponent(() => import('./team-screens'), 'WallScreen'),
});

export const alerts = createRoute({
  getParentRoute: () => house,
  path: '/alertes',
  component: lazyRouteComponent(() => import('./team-screens'), 'AlertsScreen'),
});

export const alertRules = createRoute({
  getParentRoute: () => house,
  path: '/centres/$centreId/alertes',
  component: lazyRouteComponent(() => import('./team-screens'), 'AlertRulesScreen'),
});
