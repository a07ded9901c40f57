import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { vi } from 'vitest';
import { connect } from '@/api/client';
import { newQueryClient } from '@/api/queries';
import { startSession } from '@/api/session';
import { Providers } from '@/app/providers';
import { newRouter } from '@/app/router';
import { followSession } from '@/app/session-changes';
import { chooseLanguage, startI18n } from '@/lib/i18n';
import { answerFrom } from './mock-house.mjs';
import { newWorld } from './mock-world.mjs';

type World = ReturnType<typeof newWorld>;

const API = 'http://house.test';
const SESSION = 'passerelle.session';

await startI18n();
connect(API);
startSession(API);

/** The whole console on one page, before a house in memory. */
export async function visit(path: string, change: Partial<World> = {}, world: World = newWorld()) {
  Object.assign(world, change);
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => answerFrom(world, new Request(input, init)));
  await chooseLanguage('fr');
  const queries = newQueryClient();
  const router = newRouter(queries);
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [path] }) } as never);
  const forget = followSession(router, queries);
  const user = userEvent.setup({ delay: null });
  const page = render(
    <Providers queries={queries}>
      <RouterProvider router={router} />
    </Providers>,
  );
  const leave = () => {
    forget();
    page.unmount();
    queries.clear();
  };
  return { world, user, router, leave };
}

/** As if this browser had logged in before. */
export function alreadyIn() {
  localStorage.clear();
  localStorage.setItem(SESSION, JSON.stringify({ login: 'one', refresh: 'refresh-0' }));
  dispatchEvent(new StorageEvent('storage', { key: SESSION }));
}

export function loggedOut() {
  localStorage.clear();
  dispatchEvent(new StorageEvent('storage', { key: null }));
}
