// What the mock house answers to whoever calls.
import { list, problem } from './mock-answers.mjs';
import { at } from './mock-world.mjs';

const LINES = new WeakMap();

function lineOf(world) {
  if (!LINES.has(world)) {
    LINES.set(world, {
      calls: [
        call('k1', { result: 'talked', way: 'connect', rang_s: 12, talked_s: 185, ended_at: at(-60), may_be_recorded: true,
          figures: { turns: 2, agent_share: 60, positive: 1, negative: 0, neutral: 0 },
          legs: [leg('k1', 'Awa Diop', 120), leg('k1b', 'Marc Petit', 65)] }),
        call('k2', { result: 'unanswered', way: 'connect', rang_s: 45, talked_s: 0, ended_at: at(-120), person: 'Rokhaya Seck' }),
      ],
      settings: {
        way: 'hand', instance: null, flow: null, queue: null, number: null, inbound_form_id: null, inbound_centre_id: null, agents: {}, panel_url: null,
        tag: 'passerelle-company = k3x9p2ab', recordings: 'calls/k3x9p2ab/', version: 0,
      },
    });
  }
  return LINES.get(world);
}

const call = (id, extra) => ({
  id, lead_id: 'l1', person: 'Mariam Koné', direction: 'out', way: 'hand', result: 'asked', agent_id: 'u-agent', agent_name: 'Awa Diop', centre_id: 'c1',
  at: at(-61), connected_at: null, ended_at: null, rang_s: null, talked_s: null, is_live: false, may_be_recorded: false, figures: null, legs: [], ...extra,
});

const leg = (id, agent_name, talked_s) => ({ id, agent_id: id, agent_name, talked_s, at: at(-60), is_over: true });

const SAID = [
  { by: 'agent', name: 'Awa Diop', text: 'Bonjour Mariam.', at_s: 0, sentiment: 'neutral' },
  { by: 'person', name: null, text: 'Oui, ça m’intéresse.', at_s: 4, sentiment: 'positive' },
];

export const TELEPHONY = {
  'GET /telephone': (world) => [200, { way: lineOf(world).settings.way, panel_url: null, is_linked: false }],
  'GET /telephony': (world) => [200, lineOf(world).settings],
  'PUT /telephony': (world, body) => {
    if (body.way === 'connect' && body.instance !== 'ours') return problem(422, 'instance-not-yours', 'Cette instance ne porte pas votre étiquette');
    Object.assign(lineOf(world).settings, body, { version: lineOf(world).settings.version + 1 });
    return [200, lineOf(world).settings];
  },
  'GET /calls': (world) => [200, { ...list(lineOf(world).calls), is_whole: true }],
  'GET /leads/:id/calls': (world, _, __, id) => [200, { ...list(lineOf(world).calls.filter((one) => one.lead_id === id)), is_whole: true }],
  'POST /leads/:id/calls': (world, { key }, _, id) => {
    const { calls } = lineOf(world);
    if (!calls.some((one) => one.id === key)) calls.unshift(call(key, { lead_id: id, at: at(0), is_live: true }));
    return [201, { call: calls.find((one) => one.id === key), tel: '+221771234567' }];
  },
  'POST /leads/l1/calls/:id/transcripts': () => [201, { turns: SAID }],
  'DELETE /leads/l1/calls/:id': (world) => {
    for (const one of lineOf(world).calls) Object.assign(one, { is_live: false, result: one.is_live ? 'ended' : one.result });
    return [204];
  },
};
