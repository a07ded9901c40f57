import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { REASONS, type HeldFilters } from '@/features/quarantine/reasons';
import { house } from './house-route';
import { text } from './search-text';

// Forms, and what is sent to whom they bring.

export const forms = createRoute({
  getParentRoute: () => house,
  path: '/formulaires',
  component: lazyRouteComponent(() => import('./manage-screens'), 'FormsScreen'),
});

export const form = createRoute({
  getParentRoute: () => house,
  path: '/formulaires/$formId',
  component: lazyRouteComponent(() => import('./manage-screens'), 'FormScreen'),
});

export const builder = createRoute({
  getParentRoute: () => house,
  path: '/formulaires/$formId/edition',
  component: lazyRouteComponent(() => import('./builder-screen'), 'BuilderScreen'),
});

export const surveys = createRoute({
  getParentRoute: () => house,
  path: '/enquetes',
  component: lazyRouteComponent(() => import('./survey-screens'), 'SurveysScreen'),
});

export const newSurvey = createRoute({
  getParentRoute: () => house,
  path: '/enquetes/nouvelle',
  component: lazyRouteComponent(() => import('./survey-screens'), 'NewSurveyScreen'),
});

export const survey = createRoute({
  getParentRoute: () => house,
  path: '/enquetes/$surveyId',
  component: lazyRouteComponent(() => import('./survey-screens'), 'SurveyScreen'),
});

export const lists = createRoute({
  getParentRoute: () => house,
  path: '/listes',
  component: lazyRouteComponent(() => import('./list-screens'), 'ListsScreen'),
});

export const newList = createRoute({
  getParentRoute: () => house,
  path: '/listes/nouvelle',
  component: lazyRouteComponent(() => import('./list-screens'), 'NewListScreen'),
});

export const list = createRoute({
  getParentRoute: () => house,
  path: '/listes/$listId',
  component: lazyRouteComponent(() => import('./list-screens'), 'ListScreen'),
});

export const editList = createRoute({
  getParentRoute: () => house,
  path: '/listes/$listId/edition',
  component: lazyRouteComponent(() => import('./list-screens'), 'EditListScreen'),
});

export const relances = createRoute({
  getParentRoute: () => house,
  path: '/relances',
  component: lazyRouteComponent(() => import('./campaign-screens'), 'PlansScreen'),
});

export const newRelances = createRoute({
  getParentRoute: () => house,
  path: '/relances/nouveau',
  component: lazyRouteComponent(() => import('./campaign-screens'), 'NewPlanScreen'),
});

export const relancePlan = createRoute({
  getParentRoute: () => house,
  path: '/relances/$planId',
  component: lazyRouteComponent(() => import('./campaign-screens'), 'PlanScreen'),
});

export const lines = createRoute({
  getParentRoute: () => house,
  path: '/lignes',
  component: lazyRouteComponent(() => import('./campaign-screens'), 'LinesScreen'),
});

export const senders = createRoute({
  getParentRoute: () => house,
  path: '/expediteurs',
  component: lazyRouteComponent(() => import('./manage-screens'), 'SendersScreen'),
});

export const sender = createRoute({
  getParentRoute: () => house,
  path: '/expediteurs/$senderId',
  component: lazyRouteComponent(() => import('./manage-screens'), 'SenderScreen'),
});

export const quarantine = createRoute({
  getParentRoute: () => house,
  path: '/quarantaine',
  validateSearch: (search): HeldFilters => ({
    form_id: text(search.form_id),
    reason: REASONS.find((reason) => reason === search.reason),
  }),
  component: lazyRouteComponent(() => import('./manage-screens'), 'QuarantineScreen'),
});
