import { render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { Highlight } from '@/features/search/highlight';
import { alreadyIn, visit } from './visit';

beforeEach(() => {
  alreadyIn();
  sessionStorage.clear();
});

const field = () => screen.findByRole('combobox', { name: 'Rechercher un lead' });
const hits = async () => within(await screen.findByRole('listbox', { name: 'Leads trouvés' })).getAllByRole('option');

test('the slash opens the search, arrows and Enter lead to the lead', async () => {
  const { user, world, router } = await visit('/leads', { role: 'admin' });
  await screen.findByRole('button', { name: 'Rechercher un lead' });
  Object.assign(world.leads[1] as object, { name: 'Kofi Mensah' });
  await user.keyboard('/');
  await user.type(await field(), 'mens');
  await waitFor(async () => expect(await hits()).toHaveLength(2));
  expect((await hits()).map((hit) => hit.getAttribute('aria-selected'))).toEqual(['true', 'false']);
  await user.keyboard('{ArrowDown}');
  const second = (await hits())[1] as HTMLElement;
  expect((await field()).getAttribute('aria-activedescendant')).toBe(second.id);
  expect(second.textContent).toContain('Koffi Mensah');
  await user.keyboard('{Enter}');
  await waitFor(() => expect(router.state.location.pathname).toBe('/leads/l3'));

  await user.keyboard('{Control>}k{/Control}');
  await field();
  expect(within(await screen.findByRole('listbox', { name: 'Trouvés récemment' })).getAllByRole('option')).toHaveLength(1);
});

test('a slash that is typed into a field is a slash', async () => {
  const { user } = await visit('/leads', { role: 'admin' });
  await user.click(await screen.findByRole('button', { name: 'Rechercher un lead' }));
  await user.type(await field(), '1/2');
  expect(await field()).toHaveProperty('value', '1/2');
  expect(screen.getAllByRole('dialog')).toHaveLength(1);
});

test('too short, nobody, too many and refused are said in words', async () => {
  const { user, world } = await visit('/leads', { role: 'admin' });
  await user.click(await screen.findByRole('button', { name: 'Rechercher un lead' }));
  await screen.findByText(/Trois lettres d’un nom/);
  await user.type(await field(), '77');
  await screen.findByText(/^Continuez/);
  await user.clear(await field());
  await user.type(await field(), 'zzz');
  await screen.findByText(/Aucun lead ne correspond à « zzz »/);
  Object.assign(world, { more: true });
  await user.clear(await field());
  await user.type(await field(), 'mensah');
  await screen.findByText(/D’autres leads correspondent/);
  await user.clear(await field());
  await user.type(await field(), '@gmail');
  await screen.findByText('Tapez au moins trois lettres.');
});

test('while one types, only the last text is asked for, and Enter waits for its answer', async () => {
  const { user, router } = await visit('/leads', { role: 'admin' });
  const real = globalThis.fetch;
  const asked: string[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    const q = new URL(request.url).searchParams.get('q');
    if (q) asked.push(q);
    return real(request);
  });
  await user.click(await screen.findByRole('button', { name: 'Rechercher un lead' }));
  await user.type(await field(), 'mensah{Enter}');
  expect(router.state.location.pathname).toBe('/leads');
  await waitFor(async () => expect((await hits()).length).toBeGreaterThan(0));
  // The news of the house may have what is shown read once more.
  expect([...new Set(asked)]).toEqual(['mensah']);
});

test('an answer that does not come can be asked for again', async () => {
  const { user } = await visit('/leads', { role: 'admin' });
  const real = globalThis.fetch;
  let broken = true;
  vi.stubGlobal('fetch', (request: Request) => (broken && request.url.includes('/search') ? Promise.reject(new TypeError('offline')) : real(request)));
  await user.click(await screen.findByRole('button', { name: 'Rechercher un lead' }));
  await user.type(await field(), 'mensah');
  const again = await screen.findByRole('button', { name: 'Réessayer' }, { timeout: 9_000 });
  broken = false;
  await user.click(again);
  await waitFor(async () => expect((await hits()).length).toBeGreaterThan(0));
}, 15_000);

test('another user in the same tab sees nothing of what was found', async () => {
  const { user, world, leave } = await visit('/leads', { role: 'admin' });
  await user.click(await screen.findByRole('button', { name: 'Rechercher un lead' }));
  await user.type(await field(), 'mensah');
  await user.click(await screen.findByRole('option', { name: /Koffi Mensah/ }));
  leave();
  const next = await visit('/leads', { me: 'u-two' }, world);
  await next.user.click(await screen.findByRole('button', { name: 'Rechercher un lead' }));
  await field();
  expect(screen.queryByText('Trouvés récemment')).toBeNull();
});

test('how far leads have come and whose they are stands in the address, and is there again after a reload', async () => {
  const { user, router } = await visit('/leads?stage=finished', { role: 'manager' });
  expect(await screen.findByRole('combobox', { name: 'Avancement' })).toHaveProperty('value', 'Terminé');
  await user.click(screen.getByRole('combobox', { name: 'Avancement' }));
  await user.click(await screen.findByRole('option', { name: 'Aucun : jamais contacté', hidden: true }));
  await user.click(await screen.findByRole('combobox', { name: 'Agent' }));
  await user.click(await screen.findByRole('option', { name: 'Kossi Agbeko', hidden: true }));
  await waitFor(() => expect(router.state.location.search).toMatchObject({ stage: 'none', agent_id: 'u-two' }));
});

test.each([
  ['Élodie N’Diaye', 'elo ndi', ['Élo', 'N’Di']],
  ['Œuvrard', 'oeu', ['Œu']],
  ['Jean-Pierre', 'pierre', ['Pierre']],
  ['Awa Diop', '0612', []],
])('of %s the letters of “%s” are marked', (name, wanted, expected) => {
  const { container } = render(<Highlight text={name} wanted={wanted} />);
  expect([...container.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(expected);
  expect(container.textContent).toBe(name);
});
