import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { alreadyIn, visit } from './visit';

beforeEach(alreadyIn);

test('the navigation offers only what the permission table grants', async () => {
  const { router } = await visit('/');
  const nav = within((await screen.findAllByRole('navigation'))[0] as HTMLElement);
  expect(nav.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(['/file', '/ma-journee', '/leads', '/alertes', '/appels', '/rapport-ia']);
  await router.navigate({ to: '/cles-api' });
  await screen.findByText('Votre rôle n’ouvre pas cette page');
});

test('a list goes on by its cursor, and looks on where a page is empty', async () => {
  const { user, leave } = await visit('/leads', { role: 'admin', stretch: 5 });
  await user.click(await screen.findByRole('button', { name: 'Afficher la suite' }));
  await screen.findByRole('link', { name: 'Sika Adjovi' });
  expect(screen.queryByRole('button', { name: 'Afficher la suite' })).toBeNull();
  leave();

  await visit('/leads?state=ready', { role: 'admin', stretch: 2 });
  await screen.findByRole('link', { name: 'Sika Adjovi' });
  expect(screen.queryByRole('link', { name: 'Mamadou Koné' })).toBeNull();
});

test('an invitation that the API refuses shows the fault beside its field, then goes', async () => {
  const { user, world } = await visit('/utilisateurs', { role: 'admin' });
  await user.click(await screen.findByRole('button', { name: 'Inviter' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByLabelText('Nom'), 'Ama Owusu');
  await user.type(dialog.getByLabelText('Adresse e-mail'), 'ama');
  await user.click(dialog.getByRole('button', { name: 'Envoyer l’invitation' }));
  await dialog.findByText('Cette adresse e-mail n’est pas complète.');
  await user.type(dialog.getByLabelText('Adresse e-mail'), '@callisto.example');
  await user.click(dialog.getByRole('button', { name: 'Envoyer l’invitation' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(world.users.at(-1)?.email).toBe('ama@callisto.example');
});

test('an API key is shown once and can be revoked', async () => {
  const { user, world } = await visit('/cles-api', { role: 'admin' });
  await user.click(await screen.findByRole('button', { name: 'Nouvelle clé' }));
  await user.type(await screen.findByLabelText('Nom'), 'CRM');
  await user.click(screen.getByRole('button', { name: 'Créer' }));
  await screen.findByText('pk_t1_3vQm8sKfZr2Lx9Zt1');
  await user.click(screen.getByRole('button', { name: 'C’est copié, fermer' }));
  await waitFor(() => expect(screen.queryByText('pk_t1_3vQm8sKfZr2Lx9Zt1')).toBeNull());

  const row = within(screen.getByText('CRM').closest('tr') as HTMLElement);
  await user.click(row.getByRole('button', { name: 'Révoquer' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Révoquer' }));
  await waitFor(() => expect(world.keys.map((key) => key.name)).toEqual(['Site de campagne']));
});

test('a manager gives a lead to another agent', async () => {
  const { user, world } = await visit('/leads/l1', { role: 'manager' });
  await user.click(await screen.findByRole('button', { name: 'Réattribuer' }));
  await user.click(await screen.findByRole('combobox', { name: 'Agent' }));
  await user.click(await screen.findByRole('option', { name: /Kossi Agbeko/, hidden: true }));
  await user.click(screen.getByRole('button', { name: 'Attribuer' }));
  await waitFor(() => expect(world.leads[0]?.agent_name).toBe('Kossi Agbeko'));
});
