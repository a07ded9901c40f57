// What the mock house answers of marketing lists.
import { list, problem } from './mock-answers.mjs';
import { at } from './mock-world.mjs';

export const LISTS = [
  { id: 'ls1', name: 'Salon de Lyon', description: 'Cartes laissées au stand B12', centre_id: null, centre_name: null, rule: null, members: 2, may_write: true, version: 1 },
  {
    id: 'ls2', name: 'Devis sans réponse', description: '', centre_id: 'c1', centre_name: 'Atlas Appels', members: null, may_write: true, version: 3,
    rule: {
      match: 'all',
      conditions: [
        { about: 'tag', negated: false, values: ['t-quote', 't-callback'], days: null, since: null, until: null },
        { about: 'stage', negated: true, values: ['finished'], days: null, since: null, until: null },
        { about: 'received', negated: false, values: [], days: 30, since: null, until: null },
      ],
    },
  },
];

const listsOf = (world) => (world.lists ??= LISTS.map((known) => ({ ...known })));
const one = (world, id) => listsOf(world).find((known) => known.id === id);
const shown = (found) => (found ? [200, found] : problem(404, 'not-found', 'Introuvable'));

export const LISTED = {
  'GET /lists': (world) => [200, list(listsOf(world))],
  'POST /lists': (world, body) => {
    world.saidList = body;
    if (body.rule?.conditions.some((condition) => condition.values.includes('t-callback'))) {
      return problem(422, 'answers-refused', 'Certains champs sont à corriger', {
        errors: [{ field: 'rule.conditions.0.values', code: 'unknown_tag', message: 'Cette étiquette n’existe plus : choisissez-en une de la liste.' }],
      });
    }
    const made = { ...LISTS[0], ...body, id: 'ls3', members: body.rule ? null : 0, version: 1 };
    listsOf(world).push(made);
    return [201, made];
  },
  // Two stretches of time, as the API looks through them.
  'POST /lists/count': (world, body) => {
    (world.counted ??= []).push(body);
    return [200, body.cursor ? { count: 30, cursor: null, back_to: null } : { count: 128, cursor: 'more', back_to: '2026-11-03' }];
  },
  'GET /lists/:id': (world, _, __, id) => shown(one(world, id)),
  'PUT /lists/:id': (world, body, _, id) => shown(Object.assign(one(world, id), body, { version: 4 })),
  'DELETE /lists/:id': (world, _, __, id) => {
    world.lists = listsOf(world).filter((known) => known.id !== id);
    return [204];
  },
  'GET /lists/:id/members': (world, _, __, id) => {
    const members = world.leads.slice(0, 2).map((lead) => ({
      lead_id: lead.id, name: lead.name, state: lead.state, form_name: lead.form_name, opened_at: lead.opened_at, joined_at: one(world, id)?.rule ? null : at(-60),
    }));
    return [200, list(members.filter((member) => !(world.left ?? []).includes(member.lead_id)))];
  },
  'POST /lists/:id/members': (world, body, _, id) => {
    world.added = { id, ...body };
    return [200, { added: body.lead_ids.length - 1, already: 1, unknown: 0 }];
  },
  'GET /leads/:id/lists': (world) => [200, list(world.leadLists ?? [{ id: 'ls2', name: 'Devis sans réponse', by_hand: false }])],
  'PUT /leads/:id/lists': (world, { add, remove }, _, id) => {
    if (remove.length > 0) (world.left ??= []).push(id);
    const kept = (world.leadLists ?? []).filter((known) => !remove.includes(known.id));
    world.leadLists = [...kept, ...add.map((added) => ({ id: added, name: one(world, added).name, by_hand: true }))];
    return [200, list(world.leadLists)];
  },
};
