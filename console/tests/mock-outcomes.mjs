// What the mock house lets one say of a call, and what keeps one from calling.
import { problem } from './mock-answers.mjs';
import { at } from './mock-world.mjs';

const PLAN = { delays: [120, 1440, 2880], most: 4, gap: 60 };

function outcome(code, name, kind, more = {}) {
  const retry = kind === 'not_reached' ? PLAN : null;
  return { code, name, kind, active: true, note_required: false, reason: null, do_not_call: false, retry, fields: [], tags: [], ...more };
}

export const OUTCOMES = [
  outcome('confirmed', 'Confirmé', 'confirmed', {
    fields: [
      { code: 'amount', label: 'Montant du devis', kind: 'number', required: false, options: [] },
      { code: 'roof', label: 'Toit', kind: 'choice', required: false, options: ['Tuile', 'Ardoise'] },
    ],
  }),
  outcome('callback', 'À rappeler', 'callback'),
  outcome('no_answer', 'Pas de réponse', 'not_reached'),
  outcome('rejected', 'Rejeté', 'rejected'),
  outcome('do_not_call', 'Ne plus appeler', 'rejected', { reason: 'refused_consent', do_not_call: true, note_required: true }),
  outcome('unreachable', 'Injoignable', 'unreachable'),
];

export const offered = (lead) =>
  OUTCOMES.map((one) => ({ ...one, tries: lead.attempts, next_try_at: one.retry && lead.attempts < 3 ? at(120) : null }));

/** What an outcome does to its lead. */
export function after({ outcome: code, callback_at }) {
  const { kind } = OUTCOMES.find((one) => one.code === code);
  if (kind === 'not_reached') return { state: 'callback', callback_at: at(120) };
  return { state: kind, callback_at: callback_at ?? null };
}

/** A lead that is not confirmed yet, and one whose person lives where it is night. */
export function permissionOf(lead) {
  const given = { allowed: true, begins_at: null, country: 'FR', zone: 'Europe/Paris', law: 'Code de la consommation, art. D223-9 (2026-11)', obstacles: [] };
  if (lead.state === 'pending') {
    const gate = { code: 'email_not_confirmed', says: 'L’adresse e-mail n’est pas encore confirmée.', remedy: 'Renvoyez le lien.', until: null, blocks: true };
    return { ...given, allowed: false, obstacles: [gate] };
  }
  if (lead.id === 'l2') {
    const night = {
      code: 'hours', says: 'Hors des heures légales d’appel (France) : il est 22:10 chez la personne.', remedy: 'Appelez à partir de lundi 23/11 10:00.',
      until: at(600), blocks: true,
    };
    return { ...given, allowed: false, begins_at: at(600), zone: 'Indian/Reunion', obstacles: [night] };
  }
  return given;
}

const kept = (world) => (world.outcomes ??= { outcomes: OUTCOMES, clientele: 'consumers', version: 0 });

export const SETTINGS = {
  'GET /centres/:id/outcomes': (world) => [200, kept(world)],
  'PUT /centres/:id/outcomes': (world, body) => {
    const unnamed = body.outcomes.findIndex((one) => !one.name.trim());
    if (unnamed >= 0) {
      const field = `outcomes.${unnamed}.name`;
      return problem(422, 'answers-refused', 'Certains champs sont à corriger', { errors: [{ field, code: 'string_too_short', message: 'Au moins 1 caractères.' }] });
    }
    world.outcomes = { ...body, version: kept(world).version + 1 };
    return [200, world.outcomes];
  },
};
