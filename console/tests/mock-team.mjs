// What the mock house answers of alerts, the wall and one's own day.
import { at } from './mock-world.mjs';

const none = { handled: 0, contacted: 0, notes: 0, confirmed: 0, rejected: 0, callbacks: 0, unanswered: 0 };

const agent = (id, name, more) => ({
  agent_id: id, name, present: true, since: at(-50), pause: null, pause_name: null, on_call_since: null, held: 3, capacity: 30, last_at: null,
  today: none, ...more,
});

const WALL = {
  centre_id: 'c1', name: 'Atlas Relation', is_open: true, opens_at: null, waiting: 4, oldest_at: at(-43), at: at(0),
  today: { ...none, handled: 10, confirmed: 4 },
  agents: [
    agent('u1', 'Paul Mercier', { present: false, pause: 'lunch', since: at(-22) }),
    agent('u2', 'Awa Diop', { on_call_since: at(-3), held: 12, today: { ...none, handled: 10, confirmed: 4, rejected: 6 } }),
  ],
};

const DAY = {
  leads: { assigned: 4, in_progress: 1, callback: 3, due: 2 }, waiting: 1,
  callbacks: [{ lead_id: 'l1', name: 'Koffi Mensah', at: at(-5), is_due: true }],
  today: { ...none, handled: 9 }, team: { agents: 3, handled: 6.5, contacted: 1, confirmed: 2 },
  days: [{ day: '2026-06-02', today: false, figures: none }, { day: '2026-06-03', today: true, figures: { ...none, handled: 9, confirmed: 9 } }],
};

const notice = (number, kind, title, more) => ({
  id: String(number).padStart(20, '0'), kind, audience: 'centre', title, detail: 'Chez Awa Diop', since_at: at(-90), raised_at: at(-60), ended_at: null,
  unread: true, lead_id: 'l1', agent_id: 'u2', centre_id: 'c1', ...more,
});

export const NOTICES = [
  notice(1, 'callback_missed', 'Rappel manqué : Koffi Mensah'),
  notice(2, 'old_pool', 'Des leads attendent un agent', { lead_id: null, detail: '4 en attente' }),
  notice(3, 'no_answer', 'Élodie Marchand ne répond pas', { ended_at: at(-10), unread: false }),
];

export const RULES = [
  { id: 'old_pool', kind: 'old_pool', on: true, after: 30, audience: 'centre', mail: false },
  { id: 'slow_lead', kind: 'slow_lead', on: true, after: 960, audience: 'centre', mail: false },
];

export const TEAM = {
  'GET /me/notices': (world) => {
    const items = world.notices ?? NOTICES;
    return [200, { items, unread: items.filter((one) => one.unread).length, at: at(0) }];
  },
  'POST /me/notices/readings': (world, { ids, until }) => {
    world.notices = (world.notices ?? NOTICES).map((one) => ({ ...one, unread: one.unread && !until && !ids.includes(one.id) }));
    return [204];
  },
  'GET /me/notice-settings': (world) => [200, world.heard ?? { mail: true, muted: [], centres: true }],
  'PUT /me/notice-settings': (world, body) => {
    world.heard = body;
    return [200, body];
  },
  'GET /centres/:id/alert-rules': (world) => [200, { rules: world.rules ?? RULES, version: 1 }],
  'PUT /centres/:id/alert-rules': (world, { rules }) => {
    world.rules = rules;
    return [200, { rules, version: 2 }];
  },
  'GET /centres/:id/wall': () => [200, WALL],
  'GET /me/dashboard': () => [200, DAY],
};
