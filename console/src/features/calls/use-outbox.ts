import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { useMe } from '@/api/me';
import { keepWaiting, letGo, onOutboxChange, waitingOf, type Waiting } from '@/lib/outbox';
import { Problem } from '@/lib/problem';
import { recordOutcome, saveNote, type NewOutcome } from './calls';

const TRIED_EVERY_MS = 15_000;
const LOCK = 'passerelle.outbox';

/** What waits for the network, oldest first. */
export function useWaiting() {
  const user = useMe().id;
  return useSyncExternalStore(onOutboxChange, () => waitingOf(user));
}

/** Sends what waits as soon as the house can be reached: one piece after the other, in one tab, each with its own key. */
export function useOutbox() {
  const user = useMe().id;
  const queries = useQueryClient();
  const count = useWaiting().filter((one) => !one.refused).length;

  useEffect(() => {
    if (count === 0) return;
    let busy = false;
    const flush = async () => {
      if (busy) return;
      busy = true;
      try {
        await alone(() => sendAll(user, () => void queries.invalidateQueries({ queryKey: ['leads'] })));
      } finally {
        busy = false;
      }
    };
    void flush();
    const timer = setInterval(() => void flush(), TRIED_EVERY_MS);
    const hurry = () => void flush();
    addEventListener('online', hurry);
    return () => {
      clearInterval(timer);
      removeEventListener('online', hurry);
    };
  }, [count, user, queries]);
}

async function alone(work: () => Promise<void>) {
  await (navigator.locks ? navigator.locks.request(LOCK, work) : work());
}

async function sendAll(user: string, onSent: () => void) {
  for (const item of waitingOf(user).filter((one) => !one.refused)) {
    try {
      await send(item);
    } catch (error) {
      // Still no network, or a fault of the house: all of it goes on waiting, in its order.
      if (!(error instanceof Problem) || error.isTransient || error.status === 429 || error.status === 401) return;
      if (error.type !== 'already-done') {
        keepWaiting(user, { ...item, refused: error.detail ?? error.title });
        onSent();
        continue;
      }
    }
    letGo(user, item.id);
    onSent();
  }
}

async function send({ kind, lead, body }: Waiting) {
  if (kind === 'note') await saveNote(lead.id, body as Parameters<typeof saveNote>[1]);
  else await recordOutcome(lead.id, body as NewOutcome);
}
