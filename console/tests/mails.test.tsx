import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import type { Settings } from '@/features/forms/draft';
import { letterOf, withLetter, type Chosen } from '@/features/forms/mails';
import { alreadyIn, visit } from './visit';

const AT_WORK = { role: 'admin' };
const PLACE = '/formulaires/f1/edition';

beforeEach(alreadyIn);

async function openMails() {
  const house = await visit(PLACE, AT_WORK);
  await house.user.click(await screen.findByRole('tab', { name: 'E-mails' }));
  return house;
}

const content = () => screen.getByLabelText('Contenu HTML') as HTMLTextAreaElement;

test('a mail starts from ours, takes a variable where the cursor is, and is saved with the form', async () => {
  const { user, world } = await openMails();
  const write = await screen.findByRole('button', { name: 'Écrire le mien' });
  await waitFor(() => expect(write).toHaveProperty('disabled', false));
  await user.click(write);
  expect(content().value).toContain('{{ link }}');

  content().setSelectionRange(3, 3);
  await user.click(screen.getByRole('button', { name: 'Insérer une variable dans « Contenu HTML »' }));
  await user.click(await screen.findByRole('menuitem', { name: /^Votre logement/, hidden: true }));
  expect(content().value).toContain('<p>{{ answers.logement }}Bonjour');
  await waitFor(() => expect(content().selectionStart).toBe(3 + '{{ answers.logement }}'.length));

  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  await waitFor(() => expect(world.forms[0]?.version).toBe(5));
  const mail = world.forms[0]?.mail as unknown as { subject: null; letters: { confirmation: { fr: { subject: string; html: string } } } };
  expect(mail.letters.confirmation.fr.html).toContain('{{ answers.logement }}');
  // The subject of before stands with its mail now.
  expect([mail.subject, mail.letters.confirmation.fr.subject]).toEqual([null, 'Confirmez votre demande']);
});

test('what the server says against a mail stands beside it, and the last one stays in sight', async () => {
  const { user } = await openMails();
  const write = await screen.findByRole('button', { name: 'Écrire le mien' });
  await waitFor(() => expect(write).toHaveProperty('disabled', false));
  await user.click(write);
  await waitFor(() => expect(screen.getByTitle('Aperçu de l’e-mail').getAttribute('srcdoc')).toContain('Bonjour Camille'));
  fireEvent.change(content(), { target: { value: '<p>{{ prenom }}</p>' } });
  await screen.findByText('Ligne 1 : la variable « prenom » n’existe pas.');
  expect(screen.getByTitle('Aperçu de l’e-mail').getAttribute('sandbox')).toBe('');
  expect(screen.getByRole('button', { name: /^Envoyer un essai/ })).toHaveProperty('disabled', true);
  await user.click(screen.getByRole('button', { name: 'Annuler la dernière modification' }));
  expect(content().value).toContain('Bonjour {{ first_name }}');
});

test('it is read as a real person would, and sent to whoever writes it', async () => {
  const { user, world } = await openMails();
  const write = await screen.findByRole('button', { name: 'Écrire le mien' });
  await waitFor(() => expect(write).toHaveProperty('disabled', false));
  await user.click(write);
  const lead = world.leads.find((one) => one.form_id === 'f1') ?? world.leads[0];
  await user.click(await screen.findByRole('combobox', { name: 'Lu par' }));
  await user.click(await screen.findByRole('option', { name: lead?.name ?? '', hidden: true }));
  await waitFor(() => expect(screen.getByTitle('Aperçu de l’e-mail').getAttribute('srcdoc')).toContain(`Bonjour ${lead?.name}`));
  await user.click(screen.getByRole('button', { name: /^Envoyer un essai/ }));
  await screen.findByText('Le serveur a accepté le message.');
  expect((world as { mailTried?: { lead_id: string } }).mailTried?.lead_id).toBe(lead?.id);
});

test('a reminder that is not planned says so, and goes back to ours', async () => {
  const { user, world } = await openMails();
  await user.click(await screen.findByText('Rappel'));
  await screen.findByText(/Aucun rappel n’est prévu/);
  const panel = within(screen.getByRole('tabpanel'));
  await waitFor(() => expect(panel.getByRole('button', { name: 'Écrire le mien' })).toHaveProperty('disabled', false));
  await user.click(panel.getByRole('button', { name: 'Écrire le mien' }));
  await user.click(panel.getByRole('button', { name: 'Revenir à notre e-mail' }));
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  await waitFor(() => expect(world.forms[0]?.version).toBe(5));
  expect((world.forms[0]?.mail as { letters?: null }).letters).toBeNull();
});

test('the subject of before is read where it stood, and moves with the first change of its mail', () => {
  const settings = {
    language: 'fr',
    mail: { sender_id: 's1', from_name: null, subject: 'Oui ?', letters: null },
    translations: { en: { name: '', consent: '', phone_consent: '', thanks: '', subject: 'Yes?', from_name: null } },
  } as unknown as Settings;
  const french: Chosen = { kind: 'confirmation', language: 'fr' };
  const english: Chosen = { kind: 'confirmation', language: 'en' };
  expect(letterOf(settings, french).subject).toBe('Oui ?');
  expect(letterOf(settings, english).subject).toBe('Yes?');
  expect(letterOf(settings, { ...french, kind: 'reminder' }).subject).toBe('');
  const changed = withLetter(settings, english, { html: '<p>' });
  expect(changed.translations?.en?.subject).toBe('');
  expect(changed.mail?.subject).toBe('Oui ?');
  expect(changed.mail?.letters?.confirmation?.en).toEqual({ subject: 'Yes?', html: '<p>', text: '' });
  expect(withLetter(settings, french, { subject: '' }).mail).toEqual({ sender_id: 's1', from_name: null, subject: null, letters: null });
});
