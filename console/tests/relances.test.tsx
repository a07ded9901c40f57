import { fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { tellMove } from '@/api/moves';
import { RELANCES } from './mock-campaigns.mjs';
import { alreadyIn, visit } from './visit';

beforeEach(alreadyIn);

test('the list shows each plan, whom it is for, and its messages as a picture', async () => {
  await visit('/relances', { role: 'admin' });
  const row = within((await screen.findByRole('link', { name: 'Pas encore confirmé' })).closest('tr') as HTMLElement);
  row.getByText('E-mail non confirmé');
  row.getByText('En marche');
  expect(row.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['+ 1 j', '+ 2 j', '+ 3 h']);
});

test('a new plan: what the API refuses stands beside its field, and what is written stays', async () => {
  const { user, world, router } = await visit('/relances/nouveau', { role: 'admin' });
  write(await screen.findByLabelText('Nom du plan'), 'Relance douce');
  const text = screen.getByLabelText<HTMLTextAreaElement>('Message en français');
  expect(text.value).toContain('{{ company }}');
  write(text, 'Bonjour {{ nom }}');
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  await screen.findByText('Ligne 1 : la variable « nom » n’existe pas.');
  write(text, 'Bonjour');
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  await screen.findByText('Aperçu, tel qu’enregistré');
  expect(router.state.location.pathname).toBe('/relances/rp3');
  const said = (world as unknown as { saidPlan: { steps: { after: number; texts: object }[]; on: boolean } }).saidPlan;
  expect(said.steps).toMatchObject([{ channel: 'mail', after: 1440, line_id: null, template: null, texts: { fr: { text: 'Bonjour' } } }]);
});

test('a plan for the unconfirmed says that it takes the place of the form’s reminders', async () => {
  await visit('/relances/rp1', { role: 'admin' });
  await screen.findByText(/remplace les rappels du formulaire \(J\+1, J\+3\)/);
});

test('the lead shows what was sent, what was not and why, and what comes next', async () => {
  const { user, world } = await visit('/leads/l1', { role: 'admin', relances: RELANCES } as never);
  const panel = within((await screen.findByRole('heading', { name: 'Relances' })).closest('section') as HTMLElement);
  panel.getByText('aucune ligne');
  panel.getByText(/Prochain message/);
  await user.click(panel.getByRole('combobox', { name: 'Envoyer un message maintenant' }));
  await user.click(await screen.findByRole('option', { name: /En attente d’un appel · 1 · E-mail/, hidden: true }));
  await user.click(panel.getByRole('button', { name: 'Envoyer' }));
  await screen.findByText('Le message part dès que l’heure le permet');
  expect((world as unknown as { sentRelance: object }).sentRelance).toMatchObject({ plan_id: 'rp2', step: 1 });
});

test('a line is tried, and says why nothing left', async () => {
  const { user } = await visit('/lignes', { role: 'admin' });
  await user.click(await screen.findByRole('button', { name: 'Essayer' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByLabelText('Votre téléphone, au format international'), '612345678');
  await user.click(dialog.getByRole('button', { name: 'Essayer' }));
  await dialog.findByText(/Ce numéro a répondu STOP/);
});

test('a plan ends with an answer unless its author says otherwise, and may keep to the hours of the centre', async () => {
  const { user, world } = await visit('/relances/rp1', { role: 'admin' });
  const ends = await screen.findByRole('checkbox', { name: 'S’arrêter quand la personne répond' });
  expect((ends as HTMLInputElement).checked).toBe(true);
  fireEvent.click(ends);
  fireEvent.click(screen.getByRole('checkbox', { name: 'Seulement quand le centre est ouvert' }));
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  await screen.findByText('Plan enregistré');
  expect((world as unknown as { saidPlan: object }).saidPlan).toMatchObject({ ends_with_answer: false, centre_hours: true });
});

test('what numbers nobody knows have written stands under the lines', async () => {
  const stray = { id: 's1', at: '2026-11-22T10:00:00.000Z', channel: 'sms', number: '+33700000000', to: '+33639980001', words: 'C’est qui ?' };
  await visit('/lignes', { role: 'admin', strays: [stray] } as never);
  const panel = within((await screen.findByRole('heading', { name: 'Messages de numéros inconnus' })).closest('section') as HTMLElement);
  await panel.findByText('C’est qui ?');
  panel.getByText('+33700000000 · SMS');
});

test('an agent is told at once of an answer to them, and of nobody else’s', async () => {
  const { world } = await visit('/file', { role: 'agent' });
  await screen.findByRole('heading', { level: 1 });
  const move = { type: 'LeadAnswered', lead_id: 'l1', by: null };
  tellMove(JSON.stringify({ ...move, agent_id: 'another' }));
  expect(screen.queryByText('Une personne vous a répondu')).toBeNull();
  tellMove(JSON.stringify({ ...move, agent_id: (world as unknown as { me: string }).me }));
  await screen.findByText('Une personne vous a répondu');
  expect(screen.getByRole('link', { name: 'Lire sa réponse' }).getAttribute('href')).toBe('/file/l1');
});

/** At once: a form of this size is drawn anew at each key. */
function write(field: HTMLElement, value: string) {
  fireEvent.change(field, { target: { value } });
}
