// What the mock house answers of notes that were read, and of how warm leads are.
import { list, problem } from './mock-answers.mjs';
import { at } from './mock-world.mjs';

const day = (back) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
const counts = (positive, partial, negative, unclassified) => ({ positive, partial, negative, unclassified });

const POINTS = [
  { code: 'start', points: 30, times: 1, at: null },
  { code: 'email_confirmed', points: 15, times: 1, at: at(-90) },
  { code: 'confirmed_quickly', points: 8, times: 1, at: at(-90) },
  { code: 'opened_by_robot', points: 0, times: 12, at: at(-93) },
  { code: 'last_call_negative', points: -35, times: 1, at: at(-60) },
];

const label = (said) => ({
  note_id: 'n1', label: said ?? 'negative', read_as: 'negative', spans: [[0, 13]], engine: 'embedded', said_by: said ? 'Awa Diop' : null, at: at(-60), is_heard: false,
});

const reading = (world) => ({ warmth: { score: 18, level: 'cold', points: POINTS }, labels: world.said === undefined ? [] : [label(world.said)], is_on: true });

const scored = (world) => [
  { ...world.leads[1], label: 'positive', score: 78, level: 'hot', scored_at: at(-60) },
  { ...world.leads[0], label: 'negative', score: 18, level: 'cold', scored_at: at(-90) },
];

export const RULES = {
  is_on: false, engine: 'embedded', asks: 'unsure', model: '', daily: 500, key_end: null, asked_today: 0, run_at: null, read_to: null, trouble: null,
  trouble_at: null,
};

const REPORT = {
  total: counts(42, 31, 24, 17),
  items: Array.from({ length: 14 }, (_, index) => ({ day: day(14 - index), ...counts(2 + (index % 4), 1 + (index % 3), index % 5, index % 2) })),
  agents: [
    { agent_id: 'u-agent', name: 'Awa Diop', ...counts(24, 12, 9, 5) },
    { agent_id: 'u-paul', name: 'Paul Martin', ...counts(18, 19, 15, 12) },
  ],
  judged: 20,
  agreed: 17,
  verdicts: [
    { read_as: 'negative', said_as: 'negative', notes: 8 }, { read_as: 'negative', said_as: 'partial', notes: 3 },
    { read_as: 'positive', said_as: 'positive', notes: 9 },
  ],
};

const NOTE = 'Pas intéressé pour sa maison actuelle, veut voir en septembre';

/** Before the lead of any other name. */
export const BY_SCORE = {
  'GET /leads/scored': (world, _, query) => {
    const rows = scored(world).filter((one) => (!query.get('label') || one.label === query.get('label')) && (!query.get('level') || one.level === query.get('level')));
    return [200, list(rows)];
  },
};

export const SCORING = {
  'GET /leads/:id/score': (world) => [200, reading(world)],
  'PUT /leads/:id/label': (world, body) => {
    world.said = body.label;
    return [200, reading(world)];
  },
  'GET /lead-labels': (world) => [200, { items: world.said === undefined ? [] : [{ lead_id: 'l1', label: label(world.said).label, score: 18 }] }],
  'GET /note-report': (world) => [200, world.nothingRead ? { ...REPORT, total: counts(0, 0, 0, 0) } : REPORT],
  'GET /note-report/notes': () => [200, list([{ ...label(), lead_id: 'l1', name: 'Mariam Koné', agent_name: 'Awa Diop', text: NOTE }])],
  'GET /note-reading': (world) => [200, { ...RULES, ...world.rules }],
  'PUT /note-reading': (world, { key, ...body }) => {
    if (body.engine === 'openai' && !key && !world.rules?.key_end) {
      return problem(422, 'answers-refused', 'Certains champs sont à corriger.', {
        errors: [{ field: 'key', code: 'key_missing', message: 'Collez la clé API d’OpenAI.' }],
      });
    }
    world.rules = { ...world.rules, ...body, key_end: key ? key.slice(-4) : (world.rules?.key_end ?? null) };
    return [200, { ...RULES, ...world.rules }];
  },
  'POST /note-reading/run': (world) => [202, { ...RULES, ...world.rules }],
  'POST /note-reading/trial': (_, body) => [200, { label: 'partial', spans: [[0, body.text.length]], engine: 'embedded', trouble: null }],
};
