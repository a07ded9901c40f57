import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { newWorld } from './mock-world.mjs';
import { alreadyIn, visit } from './visit';

beforeEach(alreadyIn);

const claimed = (world: ReturnType<typeof newWorld>, lead: string) => world.calls.includes(`POST /leads/${lead}/claim`);

test('opening a lead claims it and leaving lets go', async () => {
  const { user, world } = await visit('/leads/l1');
  await screen.findByText('Vous avez ce lead en main');
  expect(claimed(world, 'l1')).toBe(true);
  await user.click(screen.getAllByRole('link', { name: /Flux Clients/ })[0] as HTMLElement);
  await waitFor(() => expect(world.calls).toContain('DELETE /leads/l1/claim'));
});

test('a colleague who has the lead is named and the report waits', async () => {
  const world = newWorld();
  const until = new Date(Date.now() + 120_000).toISOString();
  world.claims.set('l2', { user_id: 'u-two', name: 'Kossi Agbeko', until, mine: false });
  await visit('/leads/l2', {}, world);
  await screen.findByText('Kossi Agbeko a ce lead en main');
  expect(screen.getByLabelText('Note').closest('fieldset')).toHaveProperty('disabled', true);
});

test('a number that may not be called yet says why', async () => {
  await visit('/leads/l7', { role: 'manager' });
  await screen.findByText(/quand la personne aura confirmé/);
  expect(screen.queryByRole('link', { name: /Appeler/ })).toBeNull();
});

test('a draft survives the page, and a retry makes one note', async () => {
  const first = await visit('/leads/l1');
  await first.user.type(await screen.findByLabelText('Note'), 'Intéressée');
  first.leave();

  const { user, world } = await visit('/leads/l1');
  expect(await screen.findByLabelText('Note')).toHaveProperty('value', 'Intéressée');
  world.fail.set('POST /leads/l1/notes', [422, { title: 'Refusé', detail: 'Pas maintenant.' }]);
  await user.click(screen.getByRole('button', { name: 'Enregistrer la note' }));
  await screen.findByText('Pas maintenant.');
  world.fail.clear();
  await user.click(screen.getByRole('button', { name: 'Enregistrer la note' }));
  await waitFor(() => expect(screen.getByLabelText('Note')).toHaveProperty('value', ''));
  expect(world.notes).toHaveLength(1);
});

test('what is written without a network waits on the device and leaves by itself, once', async () => {
  const { user, world } = await visit('/leads/l1');
  await user.type(await screen.findByLabelText('Note'), 'À rappeler');
  world.fail.set('POST /leads/l1/outcomes', 'network');
  await user.click(screen.getByRole('radio', { name: 'Confirmé' }));
  await user.click(screen.getByRole('button', { name: 'Confirmer le lead' }));
  await screen.findByText(/1 envoi attend le réseau/);
  expect(JSON.stringify(localStorage)).toContain('À rappeler');
  world.fail.clear();
  dispatchEvent(new Event('online'));
  await waitFor(() => expect(screen.queryByText(/attend le réseau/)).toBeNull());
  expect(world.notes.map((note) => note.text)).toEqual(['À rappeler']);
});

test('what the house refuses of it stays, with the reason and a way out', async () => {
  const { user, world } = await visit('/leads/l1');
  await user.type(await screen.findByLabelText('Note'), 'Devis à revoir');
  world.fail.set('POST /leads/l1/notes', 'network');
  await user.click(screen.getByRole('button', { name: 'Enregistrer la note' }));
  await screen.findByText(/1 envoi attend le réseau/);
  world.fail.set('POST /leads/l1/notes', [404, { title: 'Introuvable', detail: 'Ce lead n’est plus à vous.' }]);
  dispatchEvent(new Event('online'));
  await screen.findByText(/Ce lead n’est plus à vous/);
  expect(screen.getByText('Devis à revoir')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Abandonner' }));
  await waitFor(() => expect(screen.queryByText('Devis à revoir')).toBeNull());
});

test('two tabs show one draft: what is written or sent in one is so in the other', async () => {
  await visit('/leads/l1');
  const note = await screen.findByLabelText('Note');
  const key = 'passerelle.draft.u-agent.lead.l1';
  localStorage.setItem(key, JSON.stringify({ at: Date.now(), value: { text: 'Écrit dans l’autre onglet' } }));
  dispatchEvent(new StorageEvent('storage', { key }));
  await waitFor(() => expect(note).toHaveProperty('value', 'Écrit dans l’autre onglet'));
  localStorage.removeItem(key);
  dispatchEvent(new StorageEvent('storage', { key }));
  await waitFor(() => expect(note).toHaveProperty('value', ''));
});

test('what is written after an outcome is another note', async () => {
  const { user, world } = await visit('/leads/l1');
  await user.type(await screen.findByLabelText('Note'), 'Répondeur');
  await user.click(screen.getByRole('radio', { name: 'À rappeler' }));
  await user.click(screen.getByRole('button', { name: 'Dans 1 h' }));
  await user.click(screen.getByRole('button', { name: 'Planifier le rappel' }));
  await user.click(await screen.findByRole('button', { name: 'Ajouter autre chose' }));
  await user.type(await screen.findByLabelText('Note'), 'Préfère le soir');
  await user.click(screen.getByRole('button', { name: 'Enregistrer la note' }));
  await waitFor(() => expect(world.notes.map((note) => note.text)).toEqual(['Répondeur', 'Préfère le soir']));
});

test('two keys write a predefined note, and its tags go with it', async () => {
  const { user, world } = await visit('/file/l1');
  await screen.findByLabelText('Note');
  await user.keyboard('p');
  await screen.findByRole('menuitem', { name: /Message laissé/ });
  await user.keyboard('{1}');
  await waitFor(() => expect(screen.getByLabelText('Note')).toHaveProperty('value', 'Message laissé sur le répondeur.'));
  await screen.findByText('Seront posées avec la note :');
  await user.type(screen.getByLabelText('Note'), '{Control>}{Enter}{/Control}');
  await waitFor(() => expect(world.notes).toHaveLength(1));
});

test('J and K go from lead to lead', async () => {
  const { user, router } = await visit('/file');
  await screen.findByRole('link', { name: 'Mamadou Koné' });
  await user.keyboard('j');
  await waitFor(() => expect(router.state.location.pathname).toBe('/file/l1'));
  await user.keyboard('j');
  await waitFor(() => expect(router.state.location.pathname).toBe('/file/l2'));
  await user.keyboard('k');
  await waitFor(() => expect(router.state.location.pathname).toBe('/file/l1'));
});

test('whoever looks at an agent’s lead takes it in hand only by choice', async () => {
  const { user, world } = await visit('/leads/l1', { role: 'admin', me: 'u-admin' });
  const button = await screen.findByRole('button', { name: 'Prendre en main' });
  expect(claimed(world, 'l1')).toBe(false);
  await user.click(button);
  await screen.findByText('Vous avez ce lead en main');
  await screen.findByLabelText('Note');
});

test('a rejection asks for its reason and takes the note along', async () => {
  const { user, world } = await visit('/leads/l1');
  await user.type(await screen.findByLabelText('Note'), 'Déjà équipé');
  await user.click(screen.getByRole('radio', { name: 'Rejeté' }));
  expect(screen.getByRole('button', { name: 'Rejeter le lead' })).toHaveProperty('disabled', true);
  await user.click(screen.getByRole('radio', { name: 'Pas intéressé' }));
  await user.click(screen.getByRole('button', { name: 'Rejeter le lead' }));
  await screen.findByText('Le lead est rejeté.');
  expect(world.leads.find((lead) => lead.id === 'l1')?.state).toBe('rejected');
  expect(world.notes[0]?.text).toBe('Déjà équipé');
  const timeline = within(screen.getByRole('list', { name: 'Historique' }));
  expect(await timeline.findByText('Déjà équipé')).toBeTruthy();
});

test('a callback is planned on the clock of the company', async () => {
  const { user, world } = await visit('/leads/l1');
  await user.click(await screen.findByRole('radio', { name: 'À rappeler' }));
  await user.click(screen.getByRole('button', { name: 'Demain à 9 h' }));
  await user.click(screen.getByRole('button', { name: 'Planifier le rappel' }));
  await screen.findByText(/Le rappel est planifié/);
  const at = new Date(world.leads.find((lead) => lead.id === 'l1')?.callback_at ?? '');
  expect(new Intl.DateTimeFormat('fr', { hour: 'numeric', timeZone: 'Europe/Paris' }).format(at)).toBe('09 h');
});

test('a lead that is not there, or not ours, is explained', async () => {
  await visit('/leads/nowhere');
  await screen.findByText(/rien que vous puissiez voir/);
});

test('a file is saved by whoever sees the lead, once it is kept', async () => {
  const { user, world } = await visit('/leads/l1');
  await screen.findByText('compteur.jpg');
  expect(screen.getByText('JPEG · 1,4 Mo')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Enregistrer devis.pdf' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Enregistrer compteur.jpg' }));
  await waitFor(() => expect(window.location.hash).toBe('#saved'));
  expect(world.calls).toContain('POST /leads/l1/files/f1/openings');
});
