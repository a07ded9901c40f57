import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { newWorld } from './mock-world.mjs';
import { alreadyIn, visit } from './visit';

beforeEach(alreadyIn);

test('a centre that is always open gets hours, a holiday, and keeps them', async () => {
  const { user, world } = await visit('/centres', { role: 'admin' });
  await user.click(await screen.findByRole('link', { name: 'Callisto Dakar' }));
  await user.click(await screen.findByRole('switch', { name: /Toujours ouvert/ }));
  const monday = within(screen.getByRole('group', { name: 'lundi' }));
  expect(monday.getByLabelText('lundi, plage 1, de')).toHaveProperty('value', '09:00');
  await user.click(monday.getByRole('button', { name: 'Retirer la plage 2 : lundi' }));
  await user.click(screen.getByRole('button', { name: /jours fériés à venir/ }));
  await user.click(screen.getByRole('button', { name: 'Enregistrer les horaires' }));
  await waitFor(() => expect(world.centres[0]?.version).toBe(2));
  const hours = world.centres[0]?.hours as unknown as { timezone: string; week: object[][]; days_apart: { name: string; spans: object[] }[] };
  expect(hours.timezone).toBe('Europe/Paris');
  expect(hours.week[0]).toEqual([{ start: '09:00', end: '12:00' }]);
  expect(hours.days_apart.find(({ name }) => name === 'Noël')?.spans).toEqual([]);
});

test('what the API refuses of the hours is said, and nothing typed is lost', async () => {
  const { user, world, leave } = await visit('/centres/c1', { role: 'manager' });
  await user.click(await screen.findByRole('switch', { name: /Toujours ouvert/ }));
  fireEvent.change(screen.getByLabelText('lundi, plage 1, de'), { target: { value: '13:30' } });
  await user.click(screen.getByRole('button', { name: 'Enregistrer les horaires' }));
  await screen.findByText('Donnez les plages dans l’ordre.');
  expect(world.centres[0]?.hours).toBeNull();
  leave();
  await visit('/centres/c1', { role: 'manager' });
  expect(await screen.findByLabelText('lundi, plage 1, de')).toHaveProperty('value', '13:30');
});

test('whose role reads no centres is told so', async () => {
  await visit('/centres/c1', { role: 'agent' });
  await screen.findByText('Votre rôle n’ouvre pas cette page');
});

test('a form tells how its leads were shared, who is closed, full, and how many wait', async () => {
  await visit('/formulaires/f1', { role: 'admin' });
  const shared = within(await screen.findByRole('list', { name: 'Partage des leads' }));
  expect(shared.getByText('69 reçus, 69,3 dus')).toBeTruthy();
  expect(shared.getByText('12 sur 12 aujourd’hui')).toBeTruthy();
  expect(shared.getByText(/Fermé jusqu’à/)).toBeTruthy();
  screen.getByText('2 leads attendent le premier centre qui pourra les prendre.');
});

test('an author caps a centre and names a fall-back', async () => {
  const theirs = newWorld();
  Object.assign(theirs.forms[0] as object, { centres: [{ centre_id: 'c1', share: 70 }] });
  const { user, world } = await visit('/formulaires/f1/edition', { role: 'admin' }, theirs);
  await user.click(await screen.findByRole('tab', { name: 'Réglages' }));
  await screen.findByLabelText('Callisto Dakar 100 %');
  await user.click(screen.getByLabelText('Plafonds de Callisto Dakar'));
  fireEvent.change(screen.getByLabelText('Par jour'), { target: { value: '12' } });
  await user.click(screen.getByPlaceholderText('Aucun : ils attendent'));
  // Each list offers it; the fall-back's stands last.
  await user.click((await screen.findAllByText('Atlantique Contact')).at(-1) as HTMLElement);
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  await waitFor(() => expect(world.forms[0]?.version).toBe(5));
  const form = world.forms[0] as unknown as { centres: object[]; routing: object };
  expect(form.centres).toEqual([{ centre_id: 'c1', share: 70, per_day: 12 }]);
  expect(form.routing).toEqual({ fallback_id: 'c2' });
});
