import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { alreadyIn, visit } from './visit';

beforeEach(alreadyIn);

test('a lead says how warm it is, point by point, and that robots count nothing', async () => {
  const { user } = await visit('/leads/l1');
  const panel = within(await screen.findByRole('region', { name: 'Score et appels' }));
  await panel.findByRole('img', { name: '18 sur 100 : Froid' });
  await user.click(panel.getByRole('button', { name: 'Pourquoi ?' }));
  expect(panel.getByText(/Lien ouvert par un robot × 12/).closest('li')?.textContent).toMatch(/0$/);
  panel.getByText('+15');
  panel.getByText('-35');
});

test('whoever knows better says what came of a call', async () => {
  const { user, world } = await visit('/leads/l1', { said: null } as never);
  const panel = within(await screen.findByRole('region', { name: 'Score et appels' }));
  await user.click(await panel.findByRole('combobox', { name: 'Corriger l’état d’avancement' }));
  await user.click(await screen.findByRole('option', { name: 'Partiel', hidden: true }));
  await panel.findByText('Dit par Awa Diop ; la lecture automatique disait : négatif.');
  expect((world as { said?: string }).said).toBe('partial');
});

test('a day of the report opens the notes behind it', async () => {
  const { user } = await visit('/rapport-ia', { role: 'manager' });
  const days = await screen.findAllByRole('button', { name: /positifs/ });
  expect(screen.queryByText(/veut voir en septembre/)).toBeNull();
  await user.click(days[0] as HTMLElement);
  await screen.findAllByText(/veut voir en septembre/);
  screen.getAllByText(/85\s?% d’accord, sur 20 notes relues par une personne/);
});

test('a report without notes says what to do', async () => {
  await visit('/rapport-ia', { role: 'manager', nothingRead: true } as never);
  await screen.findByText('Aucune note lue sur cette période');
  expect(screen.queryByRole('link', { name: 'Réglages du rapport IA' })).toBeNull();
});

test('the key is asked for beside its field, and never shown again', async () => {
  const { user, world } = await visit('/rapport-ia/reglages', { role: 'admin' });
  await user.click(await screen.findByRole('switch', { name: /^Activer le rapport IA/ }));
  await user.click(screen.getByRole('radio', { name: /^OpenAI/ }));
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  await screen.findByText('Collez la clé API d’OpenAI.');
  const key = screen.getByLabelText<HTMLInputElement>('Clé API d’OpenAI');
  await user.type(key, 'sk-passerelle-abcd');
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  await screen.findByText(/Une clé finissant par abcd est enregistrée/);
  await waitFor(() => expect(key.value).toBe(''));
  expect((world as { rules?: { is_on: boolean } }).rules?.is_on).toBe(true);
});

test('a note is tried out', async () => {
  const { user } = await visit('/rapport-ia/reglages', { role: 'admin' });
  await user.type(await screen.findByRole('textbox', { name: 'Une note' }), 'rappeler mardi');
  await user.click(screen.getByRole('button', { name: 'Lire cette note' }));
  const verdict = within(await screen.findByText('Lu par le lecteur intégré.').then((text) => text.parentElement as HTMLElement));
  verdict.getByText('Partiel');
  expect(verdict.getByText('rappeler mardi').tagName).toBe('MARK');
});

test('leads are listed by what their calls came to and how warm they are', async () => {
  const { user, world } = await visit('/leads', { role: 'manager' });
  await screen.findByRole('table', { name: 'Leads' });
  await user.click(screen.getByRole('combobox', { name: 'Ordre' }));
  await user.click(await screen.findByRole('option', { name: 'Les plus chauds d’abord', hidden: true }));
  await screen.findByText('Seuls les leads dont un appel a été lu, avec leur score à ce moment-là.');
  const rows = () => within(screen.getByRole('table', { name: 'Leads' })).getAllByRole('row').slice(1);
  await waitFor(() => expect(rows()).toHaveLength(2));
  expect(within(rows()[0] as HTMLElement).getByRole('img', { name: 'Score de 78 sur 100' })).toBeTruthy();
  await user.click(screen.getByRole('combobox', { name: 'Résultat du dernier appel' }));
  await user.click(await screen.findByRole('option', { name: 'Négatif', hidden: true }));
  await waitFor(() => expect(rows()).toHaveLength(1));
  expect(world.calls.filter((one: string) => one === 'GET /leads/scored')).toHaveLength(2);
});
