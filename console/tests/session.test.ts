import { beforeEach, expect, test, vi } from 'vitest';
import { accessToken, hasSession, renewRefused, startSession } from '@/api/session';

const KEY = 'passerelle.session';

beforeEach(() => {
  localStorage.clear();
  dispatchEvent(new StorageEvent('storage', { key: null }));
});

function inTab(refresh: string, login = 'one') {
  localStorage.setItem(KEY, JSON.stringify({ login, refresh }));
  dispatchEvent(new StorageEvent('storage', { key: KEY }));
}

test('requests that come together renew once, with the newest token of any tab', async () => {
  startSession('http://house.test');
  const used: string[] = [];
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    used.push(JSON.parse(String(init.body)).refresh_token as string);
    const step = { step: 'done', access_token: `a${used.length}`, expires_in: 600, refresh_token: `r${used.length}` };
    return new Response(JSON.stringify(step));
  });
  inTab('r0');
  const [first, second] = await Promise.all([accessToken(), accessToken()]);
  expect([first, second]).toEqual(['a1', 'a1']);

  // Another tab renewed meanwhile: its token is the one to use next.
  inTab('r-other');
  expect(await renewRefused('a1')).toBe('a2');
  expect(await renewRefused('a1')).toBe('a2');
  expect(used).toEqual(['r0', 'r-other']);
});

test('a network that fails keeps the session, a refusal ends it', async () => {
  inTab('r0', 'two');
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  await expect(accessToken()).rejects.toMatchObject({ status: 0 });
  expect(hasSession()).toBe(true);
  vi.stubGlobal('fetch', async () => new Response('{}', { status: 401 }));
  await expect(accessToken()).rejects.toMatchObject({ status: 401 });
  expect(hasSession()).toBe(false);
});
