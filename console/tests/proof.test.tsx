import { screen, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { alreadyIn, visit } from './visit';

beforeEach(alreadyIn);

const HASH = 'a'.repeat(63);

test('the sheet is fetched when somebody opens it, and not before', async () => {
  const { user, world } = await visit('/leads/l1');
  const link = await screen.findByRole('link', { name: 'Feuille de preuve' });
  await user.hover(link);
  expect(world.calls).not.toContain('GET /proofs/l1');
  await user.click(link);
  await screen.findByText('Tout concorde');
  expect(screen.getByText(/me rappelle au sujet de ma demande/)).toBeTruthy();
  expect(screen.getByText('198.51.100.9 · Mozilla/5.0 (Android)')).toBeTruthy();
  const lines = within(screen.getByRole('list', { name: 'Ce qui s’est passé' }));
  expect(lines.getAllByRole('listitem')).toHaveLength(3);
  expect(lines.getByText(`${HASH}2`)).toBeTruthy();
  expect(world.calls.filter((call) => call === 'GET /proofs/l1')).toHaveLength(1);
});

test('an older hash is looked for, and what is none is told so at once', async () => {
  const { user, world } = await visit('/leads/l1/preuve');
  const field = await screen.findByLabelText('Empreinte d’une feuille plus ancienne');
  await user.type(field, 'bonjour');
  await user.click(screen.getByRole('button', { name: 'Vérifier' }));
  await screen.findByText(/64 chiffres et lettres/);
  expect(world.calls.filter((call) => call === 'GET /proofs/l1')).toHaveLength(1);
  await user.clear(field);
  await user.type(field, ` ${HASH.toUpperCase()}2 `);
  await user.click(screen.getByRole('button', { name: 'Vérifier' }));
  await screen.findByText('C’est la ligne 2.');
  await user.clear(field);
  await user.type(field, '0'.repeat(64));
  await user.click(screen.getByRole('button', { name: 'Vérifier' }));
  await screen.findByText('Cette empreinte n’est celle d’aucune ligne.');
});

test('a proof of a lead that is not there says so', async () => {
  await visit('/leads/l999/preuve');
  await screen.findByRole('heading', { name: /introuvable/i });
});
