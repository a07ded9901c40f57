import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { alter, duplicate, slug, without, type Item } from '@/features/forms/draft';
import { alreadyIn, visit } from './visit';

const AT_WORK = { role: 'admin' };
const PLACE = '/formulaires/f1/edition';

beforeEach(alreadyIn);

test('a field is added, worded, undone, done again, and published', async () => {
  const { user, world } = await visit(PLACE, AT_WORK);
  await user.click(await screen.findByRole('button', { name: 'Ajouter un champ' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Nombre', hidden: true }));
  const label = await screen.findByLabelText('Libellé');
  await user.clear(label);
  await user.type(label, 'Surface');
  expect((screen.getByLabelText('Nom technique') as HTMLInputElement).value).toBe('surface');
  await user.type(screen.getByLabelText('Valeur minimale'), '9');

  await user.click(screen.getByRole('button', { name: 'Annuler la dernière modification' }));
  expect((screen.getByLabelText('Valeur minimale') as HTMLInputElement).value).toBe('');
  await user.click(screen.getByRole('button', { name: 'Rétablir' }));
  expect((screen.getByLabelText('Valeur minimale') as HTMLInputElement).value).toBe('9');

  await user.click(screen.getByRole('button', { name: 'Publier' }));
  await waitFor(() => expect(world.forms[0]?.edition).toBe(5));
  const added = world.forms[0]?.fields.at(-2) as { name: string; min: number; label: string } | undefined;
  expect(added).toMatchObject({ type: 'number', name: 'surface', label: 'Surface', min: 9 });
  await waitFor(() => expect(screen.queryByText('Non enregistré')).toBeNull());
});

test('what the server says against a field stands beside it, and the last page stays', async () => {
  const { user } = await visit(PLACE, AT_WORK);
  await screen.findByTitle('Aperçu');
  await user.click(await screen.findByRole('button', { name: /^Prénom/ }));
  await user.clear(await screen.findByLabelText('Libellé'));
  await screen.findByText('Écrivez au moins un caractère.');
  const card = screen.getByLabelText('Libellé').closest('li') as HTMLElement;
  within(card).getByText('À corriger');
  expect(screen.getByTitle('Aperçu').getAttribute('srcdoc')).toContain('Rénovation énergétique');
});

test('unsaved changes survive a reload; a lost race keeps both and asks', async () => {
  const { user, world, leave } = await visit(PLACE, AT_WORK);
  await user.click(await screen.findByRole('button', { name: 'Retirer Votre logement' }));
  await screen.findByText('Non enregistré');
  leave();

  Object.assign(world.forms[0] as object, { version: 5, name: 'Renommé ailleurs' });
  const again = await visit(PLACE, {}, world);
  await screen.findByText('Quelqu’un d’autre a enregistré ce formulaire entre-temps');
  expect(screen.queryByRole('button', { name: 'Retirer Votre logement' })).toBeNull();
  await again.user.click(screen.getByRole('button', { name: 'Prendre la version enregistrée' }));
  await screen.findByRole('button', { name: 'Retirer Votre logement' });
  await screen.findByRole('heading', { name: 'Renommé ailleurs' });
});

test('my own version may replace the other one, by choice only', async () => {
  const { user, world } = await visit(PLACE, AT_WORK);
  await user.click(await screen.findByRole('button', { name: 'Retirer Votre logement' }));
  Object.assign(world.forms[0] as object, { version: 5, name: 'Renommé ailleurs' });
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  await user.click(await screen.findByRole('button', { name: 'Garder la mienne et remplacer l’autre' }));
  await waitFor(() => expect(world.forms[0]?.name).toBe('Rénovation énergétique'));
  expect(world.forms[0]?.fields.map((field) => field.name)).not.toContain('logement');
});

test('a new form starts with the person and their consent, and opens in the builder', async () => {
  const { user, world, router } = await visit('/formulaires', AT_WORK);
  await user.click(await screen.findByRole('button', { name: 'Nouveau formulaire' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByLabelText('Nom'), 'Pompe à chaleur');
  await user.click(dialog.getByRole('button', { name: 'Créer' }));
  await waitFor(() => expect(router.state.location.pathname).toBe(`/formulaires/${world.forms.at(-1)?.id}/edition`));
  expect(world.forms.at(-1)?.fields.map((field) => field.name)).toEqual(['first_name', 'last_name', 'email', 'phone', 'consent']);
});

const item = (name: string, more: Partial<Item['field']> = {}) =>
  ({ id: name, named: true, field: { name, type: 'text', label: name, ...more } }) as Item;

test('names are made of words, stay apart, and carry the conditions that name them', () => {
  expect(slug('Êtes-vous propriétaire ?')).toBe('etes_vous_proprietaire');
  const items = [item('city'), item('heating', { shown_if: { field: 'city', values: [] } })];
  expect(duplicate(items, 'city')?.copy.field.name).toBe('city_2');
  expect(alter(items, 'city', { name: 'town' })[1]?.field.shown_if?.field).toBe('town');
  expect(without(items, 'city')[0]?.field.shown_if).toBeNull();
  const unnamed = [{ ...item('text'), named: false }];
  expect(alter(unnamed, 'text', { label: 'Email' })[0]?.field.name).toBe('email_2');
});
