// How a centre gives out its leads, to whom, how fair that was, and its closing, as the API answers.
import { at } from './mock-world.mjs';

const RULES = {
  sharing: 'equal', only_when_open: true, capacity: 30, daily_cap: null, skills: ['Solaire'], needs: [], skills_until: null, fallback_language: null,
  fallback_after: null, answer_within: null, hand_on_after: null, pause_on_timeout: true, leavers: 'pool', may_return: true,
  pauses: [{ id: 'lunch', name: '' }, { id: 'priere', name: 'Prière' }],
};

const seat = (agent_id, name, more) => ({
  agent_id, name, present: true, pause: null, since: at(-60), held: 5, capacity: 20, today: 7, daily_cap: null, languages: ['fr', 'wo'], skills: [], weight: 1,
  part: 1, closed: 40, won: 12, why_not: null, ...more,
});

const open = { state: 'open', to_centre_id: null, to_name: null, people: null, total: 0, left: 0, waiting: 12, held: 30, members: 4, forms: ['Rénovation énergétique'], asked_at: null, asked_by: null, ended_at: null };

const closureOf = (world, id) => {
  const closure = world.closures?.[id] ?? open;
  // Each look finds a part more done.
  if (closure.state === 'working') {
    closure.left = Math.max(0, closure.left - 21);
    if (closure.left === 0) Object.assign(closure, { state: 'done', ended_at: at(0), waiting: 0, held: 0, members: 0 });
  }
  return closure;
};

export const DISTRIBUTION = {
  'GET /centres/:id/distribution': (world) => [200, {
    method: 'push', rules: RULES, version: 1, is_open: true, waiting: 3, oldest: at(-90), ...world.distribution,
    reasons: [{ reason: 'language', detail: 'wo', count: 2 }, { reason: 'full', detail: '', count: 1 }],
  }],
  'PUT /centres/:id/distribution': (world, body) => {
    world.distribution = { ...body, version: 2 };
    return [200, { is_open: true, waiting: 0, oldest: null, reasons: [], ...world.distribution }];
  },
  'GET /centres/:id/seats': () => [200, { items: [
    seat('u-agent', 'Awa Diop'),
    seat('u-two', 'Kossi Agbeko', { present: false, pause: 'priere', held: 20, why_not: 'away:priere' }),
    seat('u-three', 'Léa Bernard', { present: false, pause: 'offline', held: 1, why_not: 'away:offline' }),
  ] }],
  'GET /centres/:id/handovers': (world) => [200, { items: world.handovers ?? [] }],
  'POST /centres/:id/handovers': (world, body) => {
    world.handovers = [{ id: body.key, state: 'working', from_agent_id: body.from_agent_id, from_name: 'Awa Diop', to_agent_id: null, to_name: null, total: 5, left: 2, asked_at: at(0), done_at: null }];
    return [202, world.handovers[0]];
  },
  'GET /centres/:id/fairness': () => [200, { since: '2026-06-01', until: '2026-06-07', items: [
    { agent_id: 'u-agent', name: 'Awa Diop', received: 31, due: 30.6, drawn: 0, handed: 2 },
    { agent_id: 'u-two', name: 'Kossi Agbeko', received: 30, due: 30.4, drawn: 0, handed: 0 },
  ] }],
  'GET /centres/:id/closure': (world, _, __, id) => [200, closureOf(world, id)],
  'POST /centres/:id/closure': (world, body, _, id) => {
    const total = 42;
    world.closures = { ...world.closures, [id]: { ...open, ...body, state: 'working', to_name: 'Atlantique Contact', total, left: total, asked_at: at(0), asked_by: 'Claire Le Gall' } };
    return [202, world.closures[id]];
  },
  'DELETE /centres/:id/closure': (world, _, __, id) => {
    Object.assign(world.closures[id], { state: 'stopped', ended_at: at(0) });
    return [200, world.closures[id]];
  },
};
