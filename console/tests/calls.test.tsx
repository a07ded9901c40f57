import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { newWorld } from './mock-world.mjs';
import { alreadyIn, visit } from './visit';

beforeEach(alreadyIn);

const asked = (world: ReturnType<typeof newWorld>, what: string) => world.calls.filter((one: string) => one.startsWith(what)).length;

test('one button calls, and while the call goes on the next one ends it', async () => {
  const { user, world } = await visit('/leads/l1');
  await user.click(await screen.findByRole('button', { name: /Appeler le \+221/ }));
  await screen.findByText('Appel en cours');
  expect(screen.queryByRole('button', { name: /Appeler le/ })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'J’ai raccroché' }));
  await screen.findByRole('button', { name: /Appeler le/ });
  expect(asked(world, 'POST /leads/l1/calls')).toBe(1);
  await screen.findByText('Appelé à la main');
});

test('what keeps a call from being placed is said, and the number stays', async () => {
  const { user, world } = await visit('/leads/l1');
  world.fail.set('POST /leads/l1/calls', [409, { title: 'Kossi est déjà en ligne avec cette personne.' }]);
  await user.click(await screen.findByRole('button', { name: /Appeler le/ }));
  await screen.findByText('Kossi est déjà en ligne avec cette personne.');
  expect(screen.getByRole('button', { name: /Appeler le/ })).toBeTruthy();
});

test('the log says who was called, what became of it and for how long', async () => {
  await visit('/appels', { role: 'manager' });
  const table = await screen.findByRole('table', { name: 'Appels' });
  const rows = within(table).getAllByRole('row').slice(1);
  expect(rows).toHaveLength(2);
  expect(rows[0]?.textContent).toContain('sonnerie 12 s · conversation 3 min 05');
  expect(rows[1]?.textContent).toContain('Pas de réponse');
  expect(screen.getByText('Temps de conversation par agent')).toBeTruthy();
});

test('an instance that does not bear the tag is refused, and what was typed stays', async () => {
  const { user } = await visit('/telephonie', { role: 'admin', me: 'u-admin' });
  await user.click(await screen.findByText('Amazon Connect'));
  await screen.findByText('passerelle-company = k3x9p2ab');
  const instance = screen.getByLabelText(/Identifiant de l’instance/);
  await user.type(instance, 'theirs');
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  await screen.findByText('Cette instance ne porte pas votre étiquette');
  await user.clear(instance);
  await user.type(instance, 'ours');
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  await screen.findByText('Téléphonie enregistrée');
  await waitFor(() => expect(screen.getByLabelText(/Identifiant de l’instance/)).toHaveProperty('value', 'ours'));
});

test('who may hears each part of a call that was handed on, and reads what was said once they ask', async () => {
  const { user, world } = await visit('/leads/l1', { role: 'manager' });
  const parts = await screen.findByRole('list', { name: 'Transféré' });
  expect(parts.textContent).toBe('Awa Diop\u00a0: 2 min 00Marc Petit\u00a0: 1 min 05');
  expect(screen.getByRole('button', { name: 'Écouter la partie de Marc Petit' })).toBeTruthy();
  expect(asked(world, 'POST /leads/l1/calls/k1/transcripts')).toBe(0);
  await user.click(screen.getByRole('button', { name: 'Lire la conversation' }));
  const said = await screen.findByRole('list', { name: 'Conversation' });
  expect(within(said).getAllByRole('listitem').map((turn) => turn.textContent)).toEqual([
    'Awa Diop00:00Bonjour Mariam.',
    'La personne00:04PositifOui, ça m’intéresse.',
  ]);
  expect(asked(world, 'POST /leads/l1/calls/k1/transcripts')).toBe(1);
  await user.click(screen.getByRole('button', { name: 'Masquer la conversation' }));
  expect(screen.queryByRole('list', { name: 'Conversation' })).toBeNull();
});

test('an agent sees that a call was heard, and cannot read it', async () => {
  await visit('/leads/l1');
  await screen.findByRole('list', { name: 'Transféré' });
  expect(screen.queryByRole('button', { name: 'Lire la conversation' })).toBeNull();
});
