import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { alreadyIn, visit } from './visit';

beforeEach(alreadyIn);

const ADMIN = { role: 'admin' as const };
const DISTRIBUTION = '/centres/c1/distribution';
const SLOWLY = { timeout: 20_000 };

test('an owner reads what leads wait for, who is there, and why not', async () => {
  await visit(DISTRIBUTION, ADMIN);
  await screen.findByText('personne de disponible ne parle wolof', {}, SLOWLY);
  const seats = within(await screen.findByRole('list', { name: 'Agents et compétences' }, SLOWLY));
  seats.getByText('En pause : Prière');
  seats.getByText('En pause : Déconnecté');
});

test('rules are kept as a whole: a pause more, and what becomes of a missed callback', async () => {
  const { user, world } = await visit(DISTRIBUTION, ADMIN);
  fireEvent.change(await screen.findByLabelText(/^Rappel manqué/, {}, SLOWLY), { target: { value: '60' } });
  await user.type(screen.getByRole('combobox', { name: 'Motifs de pause' }), 'Jeu{Enter}');
  await user.click(screen.getByRole('button', { name: 'Enregistrer les règles' }));
  await screen.findByText('Règles enregistrées', {}, SLOWLY);
  const kept = (world as never as { distribution: { rules: { hand_on_after: number; pauses: { id: string; name: string }[] } } }).distribution.rules;
  expect(kept.hand_on_after).toBe(60);
  expect(kept.pauses).toEqual([{ id: 'lunch', name: '' }, { id: 'priere', name: 'Prière' }, { id: 'jeu', name: 'Jeu' }]);
}, 90_000);

test('fairness says what each received beside what was due', async () => {
  await visit(DISTRIBUTION, ADMIN);
  const fair = within(await screen.findByRole('list', { name: 'Équité' }, SLOWLY));
  expect(fair.getAllByRole('listitem').map((row) => within(row).getByText(/30,[46]/).textContent)).toHaveLength(2);
});

test('what an agent leaves behind is handed over, and its progress is seen', async () => {
  const { user } = await visit(DISTRIBUTION, ADMIN);
  await user.click(await screen.findByRole('button', { name: /Awa Diop/ }, SLOWLY));
  await user.click(await screen.findByRole('menuitem', { name: 'Transférer ses leads' }));
  await user.click(await screen.findByRole('button', { name: 'Transférer' }));
  await screen.findByText('3 sur 5', {}, SLOWLY);
});

test('a centre is closed for good, after being told what that moves, and to whom', async () => {
  const { user, world } = await visit('/centres/c1', ADMIN);
  await user.click(await screen.findByRole('button', { name: 'Fermer ce centre définitivement' }, SLOWLY));
  const dialog = within(await screen.findByRole('dialog'));
  dialog.getByText('12 leads en attente changent de centre');
  dialog.getByText('30 leads ouverts aussi');
  dialog.getByText(/Rénovation énergétique/);
  await user.click(dialog.getByRole('button', { name: 'Fermer définitivement' }));
  await dialog.findByText('Choisissez le centre qui prend la suite.');
  dialog.getByText('Cochez pour confirmer.');
  expect(world.calls).not.toContain('POST /centres/c1/closure');
  await user.click(dialog.getByRole('combobox', { name: 'Ses leads vont à' }));
  await user.click(await screen.findByRole('option', { name: 'Atlantique Contact', hidden: true }, SLOWLY));
  await user.click(dialog.getByRole('radio', { name: /Leurs comptes sont désactivés/ }));
  await user.click(dialog.getByRole('checkbox', { name: /Atlantique Contact prend la suite/ }));
  await user.click(dialog.getByRole('button', { name: 'Fermer définitivement' }));
  await screen.findByText(/leads? transférés? sur 42/, {}, SLOWLY);
  expect((world as never as { closures: { c1: { people: string } } }).closures.c1.people).toBe('disable');
  await screen.findByText(/Fermé définitivement. Les leads vont à/, {}, SLOWLY);
  screen.getByText(/le nomme encore : Rénovation énergétique/);
});

test('the closing is stopped, and gone on with', async () => {
  const closures = { c1: {
    state: 'working', to_centre_id: 'c2', to_name: 'Atlantique Contact', people: 'move', total: 4200, left: 4000, waiting: 1, held: 1, members: 1, forms: [],
    asked_at: '2026-06-01T10:00:00Z', asked_by: 'Claire Le Gall', ended_at: null,
  } };
  const { user } = await visit('/centres/c1', { ...ADMIN, closures } as never);
  await user.click(await screen.findByRole('button', { name: 'Arrêter la fermeture' }, SLOWLY));
  await screen.findByText(/ce centre reçoit de nouveau des leads/, {}, SLOWLY);
  await user.click(screen.getByRole('button', { name: 'Reprendre la fermeture' }));
  await waitFor(() => expect(screen.getByRole('combobox', { name: 'Ses leads vont à' })).toHaveProperty('value', 'Atlantique Contact'));
});

test('who only manages a centre is not offered its end', async () => {
  await visit('/centres/c1', { role: 'manager' });
  await screen.findByText('Horaires d’ouverture', {}, SLOWLY);
  expect(screen.queryByText('Fermeture définitive')).toBeNull();
});

test('a form says which of its centres is closed for good, and who serves in its place', async () => {
  const { world, leave } = await visit('/formulaires/f1', ADMIN);
  leave();
  Object.assign(world.standings[0] as object, { successor_id: 'c2' });
  await visit('/formulaires/f1', ADMIN, world);
  await screen.findByText('Fermé définitivement : Atlantique Contact prend la suite', {}, SLOWLY);
});
