import type { QueryClient } from '@tanstack/react-query';
import {
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { meQuery } from '@/api/me';
import { hasSession } from '@/api/session';
import type { QueueFilters } from '@/features/calls/calls';
import type { CallFilters } from '@/features/telephony/calls';
import type { LeadFilters } from '@/features/leads/leads';
import { LABELS, LEVELS } from '@/ui/label-tag';
import { LEAD_STAGES, LEAD_STATES } from '@/ui/lead-state';

import { house, root } from './house-route';
import {
  builder,
  editList,
  form,
  forms,
  lines,
  list,
  lists,
  newList,
  newRelances,
  newSurvey,
  quarantine,
  relancePlan,
  relances,
  sender,
  senders,
  survey,
  surveys,
} from './marketing-routes';
import { homeOf } from './navigation';
import { text } from './search-text';
import { alertRules, alerts, day, wall } from './team-routes';

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
  validateSearch: (search): QueueFilters => ({
    form_id: text(search.form_id),
    tag_id: text(search.tag_id),
    list_id: text(search.list_id),
    everybody: search.everybody === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('./flow-screens'), 'FlowScreen'),
});

const queueLead = createRoute({
  getParentRoute: () => queue,
  path: '/$leadId',
  component: lazyRouteComponent(() => import('./flow-screens'), 'FlowLeadScreen'),
});

const flow = createRoute({
  getParentRoute: () => house,
  path: '/flux-clients',
  validateSearch: (search): { centre_id?: string } => ({ centre_id: text(search.centre_id) }),
  component: lazyRouteComponent(() => import('./flow-screens'), 'FlowSettingsScreen'),
});

const leads = createRoute({
  getParentRoute: () => house,
  path: '/leads',
  validateSearch: (search): LeadFilters => ({
    state: LEAD_STATES.find((state) => state === search.state),
    stage: LEAD_STAGES.find((stage) => stage === search.stage),
    centre_id: text(search.centre_id),
    form_id: text(search.form_id),
    agent_id: text(search.agent_id),
    tag_id: text(search.tag_id),
    list_id: text(search.list_id),
    label: LABELS.find((label) => label === search.label),
    level: LEVELS.find((level) => level === search.level),
    order: search.order === 'score' ? 'score' : undefined,
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

const centreOutcomes = createRoute({
  getParentRoute: () => house,
  path: '/centres/$centreId/resultats',
  component: lazyRouteComponent(() => import('./outcomes-screen'), 'OutcomesScreen'),
});

const distribution = createRoute({
  getParentRoute: () => house,
  path: '/centres/$centreId/distribution',
  component: lazyRouteComponent(() => import('./distribution-screen'), 'DistributionScreen'),
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

const noteReport = createRoute({
  getParentRoute: () => house,
  path: '/rapport-ia',
  component: lazyRouteComponent(() => import('./scoring-screens'), 'NoteReportScreen'),
});

const noteReading = createRoute({
  getParentRoute: () => house,
  path: '/rapport-ia/reglages',
  component: lazyRouteComponent(() => import('./scoring-screens'), 'NoteReadingScreen'),
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
    queue.addChildren([queueLead]),
    flow,
    day,
    wall,
    alerts,
    alertRules,
    leads,
    lead,
    proof,
    forms,
    form,
    builder,
    surveys,
    newSurvey,
    survey,
    lists,
    newList,
    list,
    editList,
    relances,
    newRelances,
    relancePlan,
    lines,
    senders,
    sender,
    quarantine,
    users,
    centres,
    centre,
    centreOutcomes,
    distribution,
    webhooks,
    webhook,
    apiKeys,
    calls,
    telephony,
    noteReport,
    noteReading,
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
/** A place to come back to is one of ours: a path, never another site. */
function inside(value: unknown) {
  const place = text(value);
  return place && /^\/(?![/\\])/.test(place) ? place : undefined;
}

