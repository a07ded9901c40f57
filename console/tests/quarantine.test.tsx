import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { alreadyIn, visit } from './visit';

beforeEach(alreadyIn);

test('what was held back is looked at, and released', async () => {
  const { user, world } = await visit('/quarantaine', { role: 'admin' });
  await user.click(await screen.findByRole('button', { name: /Jean Martin/ }));
  const dialog = within(await screen.findByRole('dialog'));
  dialog.getByText('Le champ que les personnes ne voient pas était rempli.');
  dialog.getByText('203.0.113.24');
  await user.click(dialog.getByRole('button', { name: 'Laisser passer' }));
  await waitFor(() => expect(world.held.map((post) => post.id)).toEqual(['h2']));
  await waitFor(() => expect(screen.queryByRole('button', { name: /Jean Martin/ })).toBeNull());
  expect((await screen.findByRole('link', { name: 'Voir le lead' })).getAttribute('href')).toBe('/leads/l1');
});

test('or deleted', async () => {
  const { user, world } = await visit('/quarantaine', { role: 'admin' });
  await user.click(await screen.findByRole('button', { name: /Awa Sarr/ }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Supprimer' }));
  await waitFor(() => expect(world.held.map((post) => post.id)).toEqual(['h1']));
});

test('or all at once, as many times as it takes', async () => {
  const { user, world } = await visit('/quarantaine', { role: 'admin' });
  await user.click(await screen.findByRole('button', { name: 'Tout supprimer…' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(world.held).toHaveLength(2);
  await user.click(dialog.getByRole('button', { name: 'Supprimer' }));
  await waitFor(() => expect(world.held).toEqual([]));
  await screen.findByText('Rien en quarantaine');
  expect(screen.queryByRole('button', { name: 'Tout supprimer…' })).toBeNull();
});

test('its place remembers the reason that was asked for', async () => {
  await visit('/quarantaine?reason=disposable', { role: 'admin' });
  await screen.findByRole('button', { name: /Awa Sarr/ });
  expect(screen.queryByRole('button', { name: /Jean Martin/ })).toBeNull();
});

test('one click protects a form, and another takes all of it away', async () => {
  const { user, world } = await visit('/formulaires/f1/edition', { role: 'admin' });
  await user.click(await screen.findByRole('tab', { name: 'Réglages' }));
  const protect = await screen.findByRole('switch', { name: /^Protéger ce formulaire/ });
  await user.click(protect);
  expect(screen.getByRole<HTMLInputElement>('switch', { name: /^Calcul discret/ }).checked).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  await waitFor(() => expect(shieldOf(world)).toMatchObject({ honeypot: true, work: true, per_address: 20, repeat_hours: 24 }));
  await user.click(protect);
  expect(screen.queryByRole('switch', { name: /^Calcul discret/ })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  await waitFor(() => expect(shieldOf(world)).toMatchObject({ honeypot: false, work: false, per_address: null }));
});

/** The house in memory keeps what it is sent. */
function shieldOf({ forms }: { forms: object[] }) {
  return (forms[0] as { shield?: object }).shield;
}
