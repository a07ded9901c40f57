import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { meQuery } from '@/api/me';
import { hasSession, lastEnding } from '@/api/session';
import { REASONS, type HeldFilters } from '@/features/quarantine/reasons';
import type { CallFilters } from '@/features/telephony/calls';
import { LEAD_STATES, type LeadState } from '@/ui/lead-state';

import { homeOf } from './navigation';
import { Root } from './root';
import { RouteTrouble } from './route-trouble';
import { NotFound } from './unavailable';

type Context = { queries: QueryClient };

const root = createRootRouteWithContext<Context>()({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: RouteTrouble,
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/connexion',
  validateSearch: (search): { suite?: string } => ({ suite: inside(search.suite) }),
  beforeLoad: ({ search }) => {
    if (hasSession()) throw redirect({ href: search.suite ?? '/' });
  },
  component: lazyRouteComponent(() => import('./screens'), 'LoginScreen'),
});

const forgotten = createRoute({
  getParentRoute: () => root,
  path: '/mot-de-passe-oublie',
  component: lazyRouteComponent(() => import('@/features/identity/forgotten-page'), 'ForgottenPage'),
});

const password = createRoute({
  getParentRoute: () => root,
  path: '/mot-de-passe',
  validateSearch: (search) => ({ token: String(search.token ?? '') }),
  component: lazyRouteComponent(() => import('./screens'), 'PasswordScreen'),
});

const house = createRoute({
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

const home = createRoute({
  getParentRoute: () => house,
  path: '/',
  loader: async ({ context }) => {
    throw redirect({ to: homeOf(await context.queries.ensureQueryData(meQuery)) });
  },
});

const queue = createRoute({
  getParentRoute: () => house,
  path: '/file',
  component: lazyRouteComponent(() => import('./screens'), 'QueueScreen'),
});

const leads = createRoute({
  getParentRoute: () => house,
  path: '/leads',
  validateSearch: (search): { state?: LeadState; centre_id?: string; form_id?: string } => ({
    state: LEAD_STATES.find((state) => state === search.state),
    centre_id: text(search.centre_id),
    form_id: text(search.form_id),
  }),
  component: lazyRouteComponent(() => import('./manage-screens'), 'LeadsScreen'),
});

const lead = createRoute({
  getParentRoute: () => house,
  path: '/leads/$leadId',
  component: lazyRouteComponent(() => import('./lead-screen'), 'LeadScreen'),
});

const proof = createRoute({
  getParentRoute: () => house,
  path: '/leads/$leadId/preuve',
  component: lazyRouteComponent(() => import('./proof-screen'), 'ProofScreen'),
});

const forms = createRoute({
  getParentRoute: () => house,
  path: '/formulaires',
  component: lazyRouteComponent(() => import('./manage-screens'), 'FormsScreen'),
});

const form = createRoute({
  getParentRoute: () => house,
  path: '/formulaires/$formId',
  component: lazyRouteComponent(() => import('./manage-screens'), 'FormScreen'),
});

const surveys = createRoute({
  getParentRoute: () => house,
  path: '/enquetes',
  component: lazyRouteComponent(() => import('./survey-screens'), 'SurveysScreen'),
});

const newSurvey = createRoute({
  getParentRoute: () => house,
  path: '/enquetes/nouvelle',
  component: lazyRouteComponent(() => import('./survey-screens'), 'NewSurveyScreen'),
});

const survey = createRoute({
  getParentRoute: () => house,
  path: '/enquetes/$surveyId',
  component: lazyRouteComponent(() => import('./survey-screens'), 'SurveyScreen'),
});

const senders = createRoute({
  getParentRoute: () => house,
  path: '/expediteurs',
  component: lazyRouteComponent(() => import('./manage-screens'), 'SendersScreen'),
});

const sender = createRoute({
  getParentRoute: () => house,
  path: '/expediteurs/$senderId',
  component: lazyRouteComponent(() => import('./manage-screens'), 'SenderScreen'),
});

const builder = createRoute({
  getParentRoute: () => house,
  path: '/formulaires/$formId/edition',
  component: lazyRouteComponent(() => import('./builder-screen'), 'BuilderScreen'),
});

const quarantine = createRoute({
  getParentRoute: () => house,
  path: '/quarantaine',
  validateSearch: (search): HeldFilters => ({
    form_id: text(search.form_id),
    reason: REASONS.find((reason) => reason === search.reason),
  }),
  component: lazyRouteComponent(() => import('./manage-screens'), 'QuarantineScreen'),
});

const users = createRoute({
  getParentRoute: () => house,
  path: '/utilisateurs',
  component: lazyRouteComponent(() => import('./manage-screens'), 'UsersScreen'),
});

const centres = createRoute({
  getParentRoute: () => house,
  path: '/centres',
  component: lazyRouteComponent(() => import('./manage-screens'), 'CentresScreen'),
});

const centre = createRoute({
  getParentRoute: () => house,
  path: '/centres/$centreId',
  component: lazyRouteComponent(() => import('./centre-screen'), 'CentreScreen'),
});

const webhooks = createRoute({
  getParentRoute: () => house,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./manage-screens'), 'WebhooksScreen'),
});

const webhook = createRoute({
  getParentRoute: () => house,
  path: '/webhooks/$webhookId',
  component: lazyRouteComponent(() => import('./manage-screens'), 'WebhookScreen'),
});

const apiKeys = createRoute({
  getParentRoute: () => house,
  path: '/cles-api',
  component: lazyRouteComponent(() => import('./manage-screens'), 'ApiKeysScreen'),
});

const calls = createRoute({
  getParentRoute: () => house,
  path: '/appels',
  validateSearch: (search): CallFilters => ({
    days: ([7, 31] as const).find((days) => days === search.days) ?? 1,
    centre_id: text(search.centre_id),
    agent_id: text(search.agent_id),
  }),
  component: lazyRouteComponent(() => import('./telephony-screens'), 'CallsScreen'),
});

const telephony = createRoute({
  getParentRoute: () => house,
  path: '/telephonie',
  component: lazyRouteComponent(() => import('./telephony-screens'), 'TelephonyScreen'),
});

const companies = createRoute({
  getParentRoute: () => house,
  path: '/entreprises',
  component: lazyRouteComponent(() => import('./manage-screens'), 'CompaniesScreen'),
});

const tree = root.addChildren([
  login,
  forgotten,
  password,
  house.addChildren([
    home,
    queue,
    leads,
    lead,
    proof,
    forms,
    form,
    builder,
    surveys,
    newSurvey,
    survey,
    senders,
    sender,
    quarantine,
    users,
    centres,
    centre,
    webhooks,
    webhook,
    apiKeys,
    calls,
    telephony,
    companies,
  ]),
]);

export function newRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
  });
}

export type AppRouter = ReturnType<typeof newRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter;
  }
}

function text(value: unknown) {
  return typeof value === 'string' && value ? value : undefined;
}

/** A place to come back to is one of ours: a path, never another site. */
function inside(value: unknown) {
  const place = text(value);
  return place && /^\/(?![/\\])/.test(place) ? place : undefined;
}

