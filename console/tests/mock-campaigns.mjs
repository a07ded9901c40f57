// What the mock house answers of plans, of the lines that they write by, and of what they sent to a lead.
import { list, problem } from './mock-answers.mjs';
import { at } from './mock-world.mjs';

const STEPS = [
  { channel: 'mail', after: 1440, line_id: null, template: null, texts: { fr: { subject: 'Plus qu’un clic', text: 'Bonjour {{ first_name }},\n\nvotre demande vous attend.' } } },
  { channel: 'sms', after: 2880, line_id: null, template: null, texts: { fr: { subject: '', text: '{{ company }} : votre demande vous attend.' } } },
  { channel: 'whatsapp', after: 180, line_id: null, texts: {}, template: { name: 'relance_j3', language: 'fr', parameters: ['first_name'] } },
];

const HOURS = { timezone: 'Europe/Paris', start: '09:00', end: '19:00', days: [0, 1, 2, 3, 4, 5] };

export const PLANS = [
  { id: 'rp1', name: 'Pas encore confirmé', wanted: 'unconfirmed', form_id: null, centre_id: null, form_name: null, centre_name: null, steps: STEPS, hours: HOURS, most: 3, within_days: 7, ends_with_answer: true, centre_hours: false, on: true },
  { id: 'rp2', name: 'En attente d’un appel', wanted: 'uncontacted', form_id: null, centre_id: 'c1', form_name: null, centre_name: 'Atlas Appels', steps: STEPS.slice(0, 1), hours: HOURS, most: 2, within_days: 14, ends_with_answer: true, centre_hours: true, on: false },
];

const page = (plan) => ({
  ...plan,
  version: 1,
  reminder_days: [1, 3],
  link_hours: 72,
  shown: [
    { step: 1, channel: 'mail', language: 'fr', subject: 'Plus qu’un clic', text: 'Bonjour Camille,\n\nvotre demande vous attend.', html: '<p>Bonjour</p>', parts: null },
    { step: 2, channel: 'sms', language: 'fr', subject: null, text: 'Rénov’Habitat : votre demande vous attend.', html: null, parts: 1 },
  ],
});

const RELANCES = {
  items: [
    {
      id: 'uncontacted', plan_id: 'rp2', plan_name: 'En attente d’un appel', wanted: 'uncontacted', state: 'running', why: null, next_at: at(600), next_channel: 'sms', steps: 3,
      told: [{ step: 1, channel: 'mail', at: at(-900), why: null }, { step: 2, channel: 'whatsapp', at: at(-300), why: 'no_line' }],
    },
    { id: 'unconfirmed', plan_id: 'rp1', plan_name: 'Pas encore confirmé', wanted: 'unconfirmed', state: 'stopped', why: 'confirmed', next_at: null, next_channel: null, steps: 2, told: [] },
  ],
  sendable: [{ plan_id: 'rp2', plan_name: 'En attente d’un appel', step: 1, channel: 'mail', text: 'Bonjour, un conseiller vous appelle.' }],
  blocked: null,
  cursor: null,
};

const NO_RELANCES = { items: [], sendable: [], blocked: null, cursor: null };

export const CAMPAIGNS = {
  'GET /relance-plans': (world) => [200, list(world.plans ?? PLANS)],
  'POST /relance-plans': (world, body) => {
    world.saidPlan = body;
    if (body.steps.some((step) => step.texts?.fr?.text?.includes('{{ nom }}'))) {
      return problem(422, 'answers-refused', 'Certains champs sont à corriger', {
        errors: [{ field: 'steps.0.texts.fr.text', code: 'variable-unknown', message: 'Ligne 1 : la variable « nom » n’existe pas.' }],
      });
    }
    world.plans = [...(world.plans ?? PLANS), { ...PLANS[0], ...body, id: 'rp3' }];
    return [201, page({ ...PLANS[0], ...body, id: 'rp3' })];
  },
  'GET /relance-plans/:id': (world, _, __, id) => {
    const plan = (world.plans ?? PLANS).find((one) => one.id === id);
    return plan ? [200, page(plan)] : problem(404, 'not-found', 'Introuvable');
  },
  'PUT /relance-plans/:id': (world, body, _, id) => {
    world.saidPlan = body;
    return [200, { ...page({ ...PLANS[0], ...body, id }), version: 2 }];
  },
  'DELETE /relance-plans/:id': () => [204],
  'GET /leads/:id/relances': (world) => [200, world.relances ?? NO_RELANCES],
  'POST /leads/:id/relances': (world, body) => {
    world.sentRelance = body;
    return [201, { ...RELANCES, sendable: [] }];
  },
  'DELETE /leads/:id/relances/:rid': () => [200, { ...RELANCES, items: [{ ...RELANCES.items[0], state: 'stopped', why: 'by_hand', next_at: null, next_channel: null }] }],
  'GET /text-lines': () => [200, list([{ id: 'tl1', name: 'SMS Lyon', channel: 'sms', provider: 'aws', identity: 'SoleilVert', version: 1 }])],
  'GET /text-lines/strays': (world) => [200, list(world.strays ?? [])],
  'POST /text-lines/:id/trials': () => [200, { sent: false, reason: 'opted_out', message: 'Ce numéro a répondu STOP : il ne reçoit plus de SMS de nous.' }],
};

export { RELANCES };
