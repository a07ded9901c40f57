import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { alreadyIn, visit } from './visit';

beforeEach(alreadyIn);

const ADMIN = { role: 'admin' as const };

test('what is late is listed and counted in the navigation, and reading it takes it off', async () => {
  const { user } = await visit('/alertes', ADMIN);
  const rows = within(await screen.findByRole('list', { name: 'À traiter' })).getAllByRole('listitem');
  expect(rows.map((row) => within(row).getByRole('link').textContent)).toEqual([
    'Rappel manqué : Koffi Mensah',
    'Des leads attendent un agent',
  ]);
  expect(screen.getAllByLabelText('2 alertes non lues').length).toBeGreaterThan(0);
  await user.click(screen.getByRole('button', { name: 'Marquer comme lue : Rappel manqué : Koffi Mensah' }));
  await waitFor(() => expect(screen.getAllByLabelText('1 alerte non lue').length).toBeGreaterThan(0));
  await user.click(screen.getByRole('button', { name: 'Tout marquer comme lu' }));
  await waitFor(() => expect(screen.queryByLabelText('1 alerte non lue')).toBeNull());
});

test('what is over stands apart, and nothing late is said in words', async () => {
  const { user, leave } = await visit('/alertes', ADMIN);
  await user.click(await screen.findByRole('radio', { name: 'Terminées' }));
  await screen.findByRole('link', { name: 'Élodie Marchand ne répond pas' });
  leave();
  await visit('/alertes', { ...ADMIN, notices: [] } as never);
  await screen.findByText('Rien n’est en retard');
});

test('everybody chooses what they hear of', async () => {
  const { user, world } = await visit('/alertes', ADMIN);
  await user.click(await screen.findByRole('button', { name: 'Mes réglages' }));
  await user.click(await screen.findByRole('checkbox', { name: 'Agent sans activité' }));
  await user.click(screen.getByLabelText(/Aussi par e-mail/));
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect((world as never as { heard: unknown }).heard).toEqual({ mail: false, muted: ['idle_agent'], centres: true });
});

test('rules are read as sentences, in hours where one thinks in hours', async () => {
  const { user, world } = await visit('/centres/c1/alertes', ADMIN);
  const hours = await screen.findByRole('textbox', { name: 'Limite, pour : Traitement trop long' });
  expect(hours).toHaveProperty('value', '16');
  await user.clear(hours);
  await user.type(hours, '8');
  await user.click(screen.getByRole('button', { name: 'Supprimer la règle : Leads sans agent' }));
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  await screen.findByText('Les règles sont enregistrées.');
  expect((world as never as { rules: unknown }).rules).toEqual([
    { id: 'slow_lead', kind: 'slow_lead', on: true, after: 480, audience: 'centre', mail: false },
  ]);
});

test('the wall says who speaks, who pauses and why, and what waits', async () => {
  await visit('/mur', ADMIN);
  const [first, second] = within(await screen.findByRole('list', { name: 'Agents' })).getAllByRole('listitem');
  expect(first?.textContent).toContain('Awa Diop');
  expect(first?.textContent).toMatch(/En appel · 3 min/);
  expect(second?.textContent).toMatch(/En pause · Déjeuner · 22 min/);
  within(first as HTMLElement).getByLabelText('4 confirmés, 0 à rappeler, 6 refusés, 0 sans réponse');
  await screen.findByText('43 min');
});

test('an agent sees their own day beside the team, and whom to call', async () => {
  await visit('/ma-journee');
  await screen.findByText('Moyenne des 3 personnes actives aujourd’hui.');
  screen.getByText('6,5');
  expect(screen.getByRole('link', { name: 'Koffi Mensah' }).getAttribute('href')).toBe('/leads/l1');
});

test('an agent is not offered the wall', async () => {
  await visit('/mur');
  await screen.findAllByRole('link', { name: /Alertes/ });
  expect(screen.queryByRole('link', { name: 'Mur d’équipe' })).toBeNull();
  expect(screen.queryByRole('list', { name: 'Agents' })).toBeNull();
});
