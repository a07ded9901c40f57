import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { alreadyIn, visit } from './visit';

class FakeSocket {
  static opened: FakeSocket[] = [];
  onopen?: () => void;
  onmessage?: () => void;
  onclose?: () => void;
  constructor(readonly url: string) {
    FakeSocket.opened.push(this);
  }
  send() {}
  close() {}
}

beforeEach(() => {
  alreadyIn();
  FakeSocket.opened = [];
  vi.stubGlobal('WebSocket', FakeSocket);
});
afterEach(() => vi.useRealTimers());

test('the queue keeps the order of the API under words that explain it', async () => {
  await visit('/file');
  const fresh = within(await screen.findByRole('region', { name: 'Jamais contactés' }));
  expect(fresh.getAllByRole('link').map((link) => link.textContent)).toEqual(['Mamadou Koné', 'Élodie Marchand']);
  const due = within(screen.getByRole('region', { name: 'Rappels à faire maintenant' }));
  expect(due.getByRole('link').textContent).toBe('Koffi Mensah');
});

test('whom the lists of the centre leave out is counted, and one press away', async () => {
  const { world, user } = await visit('/file', { left_out: ['l1', 'l2'] });
  const hidden = world.leads.filter((lead) => ['l1', 'l2'].includes(lead.id)).map((lead) => lead.name);
  expect(hidden).toHaveLength(2);
  await screen.findByText(/2 leads ne sont pas sur les listes de votre centre/);
  expect(screen.queryByRole('link', { name: hidden[0] })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Montrer tout le monde' }));
  await screen.findByRole('link', { name: hidden[0] });
  expect(screen.queryByText(/pas sur les listes/)).toBeNull();
});

test('a message brings the new lead without a reload', async () => {
  const { world } = await visit('/file');
  await screen.findByRole('link', { name: 'Mamadou Koné' });
  world.leads.unshift({ ...(world.leads[0] as (typeof world.leads)[number]), id: 'l99', name: 'Nafissatou Sow' });
  await waitFor(() => expect(FakeSocket.opened).toHaveLength(1));
  FakeSocket.opened[0]?.onmessage?.();
  await screen.findByRole('link', { name: 'Nafissatou Sow' });
  await screen.findByText('Nouveau lead');
});

test('without a socket the queue is still looked at, now and then', async () => {
  const { world } = await visit('/file');
  await waitFor(() => expect(FakeSocket.opened).toHaveLength(1));
  const asked = () => world.calls.filter((call) => call === 'GET /queue').length;
  const before = asked();
  FakeSocket.opened[0]?.onclose?.();
  await waitFor(() => expect(asked()).toBeGreaterThan(before));
  await waitFor(() => expect(FakeSocket.opened).toHaveLength(2), { timeout: 4_000 });
});

test('an empty queue and a failing one say what is the matter', async () => {
  const { leave } = await visit('/file', { leads: [] });
  await screen.findByText('Votre file est vide');
  leave();
  const world = await visit('/file').then(({ world, leave }) => (leave(), world));
  world.fail.set('GET /queue', [404, { title: 'Introuvable', detail: 'Rien ici.' }]);
  const { user } = await visit('/file', {}, world);
  await screen.findByText('Rien ici.');
  world.fail.clear();
  await user.click(screen.getByRole('button', { name: 'Réessayer' }));
  await screen.findByRole('link', { name: 'Mamadou Koné' });
});
