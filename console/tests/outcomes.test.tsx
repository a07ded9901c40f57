import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { toOutcome, type ReportDraft } from '@/features/calls/report-draft';
import { codeFor, ofKind, newOutcome } from '@/features/calls/outcome-settings';
import { offered } from './mock-outcomes.mjs';
import { alreadyIn, visit } from './visit';

beforeEach(alreadyIn);

const draft: ReportDraft = { key: 'k', text: '', outcome: null, reason: null, callback: null, anyone: false, answers: {}, tags: [] };
const callback = offered({ attempts: 0 })[1] as never;

test.each([
  // Agreed on the Friday before the clocks are put back, for the Monday after it.
  ['2026-10-26 09:00:00', 'Europe/Paris', '2026-10-26T08:00:00.000Z'],
  ['2026-10-23 09:00:00', 'Europe/Paris', '2026-10-23T07:00:00.000Z'],
  ['2026-03-30 09:00:00', 'Europe/Paris', '2026-03-30T07:00:00.000Z'],
  ['2026-10-26 09:00:00', 'Indian/Reunion', '2026-10-26T05:00:00.000Z'],
])('a callback at %s on the clock of %s is at %s', (wall, zone, instant) => {
  expect(toOutcome({ ...draft, callback: wall }, callback, zone).callback_at).toBe(instant);
});

test('who may not be called now is not proposed to be, and it is said until when', async () => {
  await visit('/leads/l2');
  const why = within(await screen.findByRole('region', { name: 'Pourquoi pas d’appel ?' }));
  expect(why.getByText(/Hors des heures légales/)).toBeTruthy();
  expect(why.getByText('Appelez à partir de lundi 23/11 10:00.')).toBeTruthy();
  expect(why.getByText(/chez la personne \(Reunion\)/)).toBeTruthy();
  expect(screen.queryByRole('link', { name: /Appeler/ })).toBeNull();
});

test('nobody answers: the plan says when it tries next before one agrees', async () => {
  const { user, world } = await visit('/leads/l1');
  await user.click(await screen.findByRole('radio', { name: 'Pas de réponse' }));
  expect(screen.getByText(/Essai 1 sur 4\. Prochain essai prévu/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Noter sans réponse' }));
  await screen.findByText(/le prochain essai est planifié/);
  expect(world.calls).toContain('POST /leads/l1/outcomes');
});

test('an outcome asks for the note that its centre wants, and warns of what it blocks', async () => {
  const { user } = await visit('/leads/l1');
  await user.click(await screen.findByRole('radio', { name: 'Ne plus appeler' }));
  expect(screen.getByText(/Plus personne n’appellera ce numéro/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Rejeter le lead' })).toHaveProperty('disabled', true);
  await user.type(screen.getByLabelText(/^Note/), 'Demandé');
  expect(screen.getByRole('button', { name: 'Rejeter le lead' })).toHaveProperty('disabled', false);
});

test('an owner names an outcome and puts it where agents look for it', async () => {
  const { user, world } = await visit('/centres/c1/resultats', { role: 'manager' });
  await user.type(await screen.findByLabelText('Nouveau résultat'), 'Rendez-vous pris');
  await user.click(screen.getByRole('button', { name: 'Ajouter' }));
  await user.click(screen.getByRole('button', { name: 'Monter Rendez-vous pris' }));
  await user.click(screen.getByRole('button', { name: 'Enregistrer les résultats' }));
  await waitFor(() => expect(saved(world).version).toBe(1));
  expect(saved(world).outcomes.at(-2)).toMatchObject({ code: 'rendez_vous_pris', name: 'Rendez-vous pris', kind: 'rejected' });
});

test('a code is made once, and is unlike all others', () => {
  expect(codeFor('Déjà équipé !', [])).toBe('deja_equipe');
  expect(codeFor('Déjà équipé', ['deja_equipe'])).toBe('deja_equipe_2');
  expect(codeFor('42', [])).toBe('resultat');
});

test('an outcome of another kind keeps nothing that it cannot have', () => {
  const refused = { ...newOutcome('Refus', []), reason: 'other' as const, do_not_call: true };
  expect(ofKind(refused, 'not_reached')).toMatchObject({ reason: null, do_not_call: false, retry: { most: 4 } });
  expect(ofKind(ofKind(refused, 'not_reached'), 'confirmed').retry).toBeNull();
});

function saved(world: object) {
  return (world as { outcomes: { version: number; outcomes: { code: string }[] } }).outcomes;
}
