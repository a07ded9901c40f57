import { screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { alreadyIn, loggedOut, visit } from './visit';

beforeEach(loggedOut);

async function giveCredentials(user: Awaited<ReturnType<typeof visit>>['user'], email: string, password: string) {
  await user.type(await screen.findByLabelText('Adresse e-mail'), email);
  await user.type(screen.getByLabelText('Mot de passe'), password);
  await user.click(screen.getByRole('button', { name: 'Se connecter' }));
}

test('company, then code, then the place that was asked for', async () => {
  const { user, router, world } = await visit('/leads/l1');
  await giveCredentials(user, 'deux@callisto.example', 'une bonne phrase');
  await user.click(await screen.findByRole('button', { name: /Rénov’Habitat/ }));
  await screen.findByRole('heading', { name: 'Vérification en deux étapes' });
  await user.keyboard('123456');
  await screen.findByRole('heading', { name: 'Mamadou Koné' });
  expect(router.state.location.pathname).toBe('/leads/l1');
  expect(world.calls).toContain('POST /sessions/tenant');
});

test('what the API says of a field stands beside that field', async () => {
  const { user } = await visit('/connexion');
  await giveCredentials(user, 'awa@callisto.example', 'x');
  await user.click(await screen.findByText('Utiliser un autre compte'));
  await user.click(await screen.findByRole('button', { name: 'Se connecter' }));
  const field = await screen.findByLabelText('Adresse e-mail');
  await screen.findByText('Ce champ est nécessaire.');
  expect(field.getAttribute('aria-invalid')).toBe('true');
});

test('a locked account says when to come back', async () => {
  const { user } = await visit('/connexion');
  await giveCredentials(user, 'awa@callisto.example', 'bloque');
  await screen.findByText(/Réessayez dans 1:1\d/);
});

test('recovery codes hold the door until they are put away', async () => {
  const { user, router } = await visit('/connexion', { enrols: true });
  await giveCredentials(user, 'awa@callisto.example', 'x');
  await screen.findByAltText(/QR code/);
  await user.keyboard('123456');
  await screen.findByRole('heading', { name: 'Vos codes de secours' });
  expect(screen.getByRole('button', { name: 'Continuer' })).toHaveProperty('disabled', true);
  await user.click(screen.getByRole('checkbox'));
  await user.click(screen.getByRole('button', { name: 'Continuer' }));
  await screen.findByRole('heading', { name: 'Flux Clients' });
  expect(router.state.location.pathname).toBe('/file');
});

test('a session that ends leads back to the same page, with what was typed', async () => {
  alreadyIn();
  const { user, world, router } = await visit('/leads/l1');
  await user.type(await screen.findByLabelText('Note'), 'Rappeler après 18 h');
  world.loggedIn = false;
  world.fail.set('POST /leads/l1/notes', [401, { title: 'Session terminée' }]);
  await user.click(screen.getByRole('button', { name: 'Enregistrer la note' }));
  await screen.findByText(/Votre session a pris fin/);
  world.loggedIn = true;
  world.fail.clear();
  await giveCredentials(user, 'awa@callisto.example', 'x');
  await screen.findByRole('heading', { name: 'Vérification en deux étapes' });
  await user.keyboard('123456');
  expect(await screen.findByLabelText('Note')).toHaveProperty('value', 'Rappeler après 18 h');
  expect(router.state.location.pathname).toBe('/leads/l1');
});
