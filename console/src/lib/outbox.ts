const PREFIX = 'passerelle.outbox.';

/** One piece of work that could not be sent: what, about which lead, with the key that was born with it. */
export type Waiting = {
  id: string;
  lead: { id: string; name: string };
  kind: 'note' | 'outcome';
  body: Record<string, unknown>;
  /** What the agent would read to know it again. */
  says: string;
  at: number;
  /** Why the house would not take it; nothing while it has not been asked. */
  refused?: string;
};

const listeners = new Set<() => void>();
let seen: { raw: string | null; user: string; items: Waiting[] } = { raw: null, user: '', items: [] };

/** What waits on this device for this user; nobody else's. */
export function waitingOf(user: string): Waiting[] {
  const raw = localStorage.getItem(PREFIX + user);
  if (seen.raw !== raw || seen.user !== user) seen = { raw, user, items: parsed(raw) };
  return seen.items;
}

/** A piece of the same id takes the place of the one that waits. */
export function keepWaiting(user: string, item: Waiting) {
  store(user, [...waitingOf(user).filter((one) => one.id !== item.id), item]);
}

export function letGo(user: string, id: string) {
  store(
    user,
    waitingOf(user).filter((one) => one.id !== id),
  );
}

export function onOutboxChange(listener: () => void) {
  listeners.add(listener);
  // Another tab of the same browser may have sent or added something.
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}

function store(user: string, items: Waiting[]) {
  if (items.length > 0) localStorage.setItem(PREFIX + user, JSON.stringify(items));
  else localStorage.removeItem(PREFIX + user);
  listeners.forEach((listener) => listener());
}

function parsed(raw: string | null): Waiting[] {
  try {
    return (JSON.parse(raw ?? '[]') as Waiting[] | null) ?? [];
  } catch {
    return [];
  }
}
