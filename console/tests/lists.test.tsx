import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { isWhole, newCondition, ruleOf, toWire, valuesOf } from '@/features/lists/list-values';
import { LISTS } from './mock-lists.mjs';
import { alreadyIn, visit } from './visit';

type Told = { saidList: { rule: unknown; name: string }; counted: { rule: { conditions: object[] }; cursor: string | null }[]; added: object };

beforeEach(alreadyIn);

const told = (world: object) => world as unknown as Told;

test('a rule is sent as its rows show it, and comes back the same', () => {
  const [, segment] = LISTS as unknown as Parameters<typeof valuesOf>[0][];
  const values = valuesOf(segment as NonNullable<typeof segment>);
  expect(toWire(values).rule).toEqual(segment?.rule);
  const turned = { ...newCondition('received'), values: ['left over'], when: 'dates' as const, since: '2026-11-01' };
  expect(ruleOf({ match: 'any', conditions: [turned] }).conditions).toEqual([
    { about: 'received', negated: false, values: [], days: null, since: '2026-11-01', until: null },
  ]);
});

test('a row that says too little is not counted', () => {
  expect(isWhole(newCondition('tag'))).toBe(false);
  expect(isWhole({ ...newCondition('tag'), values: ['t1'] })).toBe(true);
  expect(isWhole(newCondition('received'))).toBe(true);
  expect(isWhole({ ...newCondition('received'), days: '' })).toBe(false);
  const dates = { ...newCondition('received'), when: 'dates' as const };
  expect([isWhole(dates), isWhole({ ...dates, since: '2026-02-02', until: '2026-02-01' }), isWhole({ ...dates, until: '2026-02-01' })]).toEqual([false, false, true]);
});

test('lists are shown with whose they are and how one comes on them', async () => {
  await visit('/listes', { role: 'admin' });
  const hand = within((await screen.findByRole('link', { name: 'Salon de Lyon' })).closest('tr') as HTMLElement);
  expect([hand.getByText('À la main'), hand.getByText('Toute l’entreprise'), hand.getByText('2')]).toHaveLength(3);
  within(screen.getByRole('link', { name: 'Devis sans réponse' }).closest('tr') as HTMLElement).getByText('Par règle');
});

test('without any list the page says what they are for', async () => {
  await visit('/listes', { role: 'admin', lists: [] } as never);
  await screen.findByText('Aucune liste');
});

test('a rule is counted while one writes, and the count says how far it came', async () => {
  const { user, world } = await visit('/listes/nouvelle', { role: 'admin' });
  await user.click(await screen.findByRole('radio', { name: /Par règle/ }));
  await screen.findByText(/Complétez chaque condition/);
  await choose(user, 'Condition 1', 'Étiquette', 'À rappeler');
  await screen.findByText('128 personnes, peut-être plus');
  screen.getByText(/avant le 3 novembre 2026/);
  await user.click(screen.getByRole('button', { name: 'Compter plus loin' }));
  await screen.findByText('158 personnes');
  expect(told(world).counted.map(({ cursor }) => cursor)).toEqual([null, 'more']);
});

test('a rule is built in words, and what the API refuses stands at its row', async () => {
  const { user, world } = await visit('/listes/nouvelle', { role: 'admin' });
  fireEvent.change(await screen.findByLabelText('Nom'), { target: { value: 'À relancer' } });
  await user.click(screen.getByRole('radio', { name: /Par règle/ }));
  await choose(user, 'Condition 1', 'Étiquette', 'À rappeler');
  await user.click(screen.getByRole('button', { name: 'Créer la liste' }));
  await screen.findByText(/Cette étiquette n’existe plus/);
  await choose(user, 'Condition 1', 'Étiquette', 'À rappeler');
  await choose(user, 'Condition 1', 'Étiquette', 'Devis envoyé');
  await user.click(screen.getByRole('button', { name: 'Ajouter une condition' }));
  await choose(user, 'Condition 2', 'Avancement', 'Terminé');
  await user.click(screen.getByRole('button', { name: 'Créer la liste' }));
  await screen.findByText('Étiquette : Devis envoyé ; et Avancement : Terminé');
  expect(told(world).saidList).toMatchObject({ name: 'À relancer', rule: { match: 'all', conditions: [{ values: ['t-quote'] }, { about: 'stage', values: ['finished'] }] } });
});

test('a list says its rule as one would, and is deleted once one is sure', async () => {
  const { user, router } = await visit('/listes/ls2', { role: 'admin' });
  await screen.findByText('Étiquette : Devis envoyé ou À rappeler ; et Avancement, sauf : Terminé ; et Demande reçue : depuis moins de 30 jours');
  await user.click(screen.getByRole('button', { name: 'Supprimer' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Supprimer' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/listes'));
  await screen.findByRole('link', { name: 'Salon de Lyon' });
  expect(screen.queryByRole('link', { name: 'Devis sans réponse' })).toBeNull();
});

test('somebody is taken off a list by hand', async () => {
  const { user } = await visit('/listes/ls1', { role: 'admin' });
  await user.click(await screen.findByRole('button', { name: 'Retirer Mamadou Koné de la liste' }));
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Mamadou Koné' })).toBeNull());
  screen.getByRole('link', { name: 'Élodie Marchand' });
});

test('the lead shows its lists, and is put on one more', async () => {
  const { user } = await visit('/leads/l1', { role: 'admin' });
  const chips = within(await screen.findByRole('list', { name: 'Listes de la personne' }));
  await chips.findByText('Devis sans réponse');
  await user.click(await chips.findByRole('button', { name: 'Changer les listes' }));
  await user.click(await screen.findByLabelText('Listes à la main', { selector: 'input' }));
  await user.click(await screen.findByRole('option', { name: 'Salon de Lyon', hidden: true }));
  await chips.findByText('Salon de Lyon', { selector: '[data-tone]' });
});

test('several leads are put on a list at once', async () => {
  const { user, world } = await visit('/leads', { role: 'admin' });
  await user.click(await screen.findByRole('checkbox', { name: 'Choisir Mamadou Koné' }));
  await user.click(screen.getByRole('checkbox', { name: 'Choisir Fatou Ndiaye' }));
  screen.getByText('2 leads choisis');
  await user.click(screen.getByRole('button', { name: 'Ajouter à une liste' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByRole('combobox', { name: 'Liste' }));
  // The filter of the page beneath offers it, too.
  await waitFor(() => expect(screen.getAllByRole('option', { name: 'Salon de Lyon', hidden: true })).toHaveLength(2));
  await user.click(screen.getAllByRole('option', { name: 'Salon de Lyon', hidden: true }).at(-1) as HTMLElement);
  await user.click(dialog.getByRole('button', { name: 'Ajouter à une liste' }));
  await screen.findByText('1 personne ajoutée. 1 y était déjà.');
  expect(told(world).added).toEqual({ id: 'ls1', lead_ids: ['l1', 'l4'] });
  expect(screen.queryByText('2 leads choisis')).toBeNull();
});

test('an agent has no page of lists, and nothing to tick', async () => {
  await visit('/leads', { role: 'agent' });
  await screen.findByRole('link', { name: 'Mamadou Koné' });
  expect(screen.queryByRole('checkbox')).toBeNull();
  expect(screen.queryByRole('link', { name: 'Listes' })).toBeNull();
});

test('the queue is filtered by the address, keeps its order, and goes from lead to lead in it', async () => {
  const { user, world, router } = await visit('/file');
  for (const id of ['l2', 'l4']) Object.assign(world.leads.find((lead) => lead.id === id) as object, { lists: ['ls1'] });
  await screen.findByRole('link', { name: 'Mamadou Koné' });
  await user.click(await screen.findByRole('combobox', { name: 'Liste' }));
  await user.click(await screen.findByRole('option', { name: 'Salon de Lyon', hidden: true }));
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Mamadou Koné' })).toBeNull());
  expect(router.state.location.search).toEqual({ list_id: 'ls1' });
  await user.click(screen.getByRole('link', { name: 'Élodie Marchand' }));
  await screen.findByRole('heading', { name: 'Élodie Marchand', level: 1 });
  screen.getByText('1 sur 2');
  await user.keyboard('j');
  await screen.findByRole('heading', { name: 'Fatou Ndiaye', level: 1 });
  expect(router.state.location).toMatchObject({ pathname: '/file/l4', search: { list_id: 'ls1' } });
});

test('filters that leave nobody say so, and are taken off', async () => {
  const { user } = await visit('/file?tag_id=t-quote');
  await screen.findByText('Aucun lead ne correspond');
  await user.click(screen.getByRole('button', { name: 'Retirer les filtres' }));
  await screen.findByRole('link', { name: 'Mamadou Koné' });
});

async function choose(user: Awaited<ReturnType<typeof visit>>['user'], row: string, about: string, value: string) {
  const line = within(screen.getByRole('listitem', { name: row }));
  await user.click(line.getByRole('combobox', { name: about }));
  await user.click(await screen.findByRole('option', { name: value, hidden: true }));
}
