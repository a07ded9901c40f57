import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { alreadyIn, visit } from './visit';

beforeEach(alreadyIn);

test('the list shows at a glance how each profile does', async () => {
  await visit('/expediteurs', { role: 'admin' });
  const row = within((await screen.findByRole('link', { name: 'Amazon SES' })).closest('tr') as HTMLElement);
  row.getByText('En pause');
  row.getByRole('img', { name: /93,6\s% sans incident\s: 420 envoyés, 27 retours, 0 plaintes/ });
});

test('a new profile: what the API refuses stands beside its field', async () => {
  const { user, world } = await visit('/expediteurs', { role: 'admin' });
  await user.click(await screen.findByRole('button', { name: 'Nouveau profil' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByLabelText('Nom affiché'), 'Callisto');
  await user.click(dialog.getByRole('button', { name: 'Créer' }));
  await dialog.findByText('Ce champ est obligatoire.');
  await user.type(dialog.getByLabelText('Serveur'), 'smtp.callisto.example');
  await user.click(dialog.getByRole('button', { name: 'Créer' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(world.senders.at(-1)?.name).toBe('Callisto');
});

test('the password is never shown, never kept on the device, and left as it is when it is left empty', async () => {
  const { user, world } = await visit('/expediteurs/s1', { role: 'admin' });
  await user.click(await screen.findByRole('button', { name: 'Modifier' }));
  const dialog = within(await screen.findByRole('dialog'));
  const password = dialog.getByLabelText<HTMLInputElement>('Mot de passe');
  expect([password.value, password.placeholder]).toEqual(['', 'Inchangé']);
  await user.type(password, 'tres-secret');
  expect(JSON.stringify(localStorage)).not.toContain('tres-secret');
  await user.clear(password);
  await user.click(dialog.getByRole('button', { name: 'Enregistrer' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const sent = (world as unknown as { lastSender: { smtp: { password: string | null } } }).lastSender;
  expect(sent.smtp.password).toBeNull();
});

test('a test says at which step it stopped, and what the server said', async () => {
  const { user } = await visit('/expediteurs/s1', { role: 'admin' });
  await user.click(await screen.findByRole('button', { name: 'Envoyer un essai' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByRole('button', { name: 'Envoyer l’essai' }));
  await dialog.findByText('L’identifiant ou le mot de passe est refusé.');
  dialog.getByText('535 5.7.8 authentication failed');
  expect(dialog.getByText('Identification').closest('li')?.dataset.state).toBe('failed');
  expect(dialog.getByText('Chiffrement').closest('li')?.dataset.state).toBe('done');
});

test('a paused profile says why, and an admin resumes it', async () => {
  const { user, world } = await visit('/expediteurs/s2', { role: 'admin' });
  await screen.findByText(/Plus de 5\s% des e-mails de la semaine sont revenus/);
  await user.click(screen.getByRole('button', { name: 'Reprendre les envois' }));
  await waitFor(() => expect(screen.queryByText('Ce profil est en pause')).toBeNull());
  expect(world.senders[1]?.state).toBe('on');
});
