import { tellMove } from '@/api/moves';

const FIRST_WAIT_MS = 1_500;
const LONGEST_WAIT_MS = 60_000;
const KEEP_ALIVE_MS = 4 * 60_000;
const STABLE_MS = 10_000;

type Address = { url: string; ticket: string };

type LiveOptions = {
  ticket: () => Promise<Address>;
  /** Something may have changed: what is on the screen is read again. `type`: of the fact, where a message told of one. */
  onNews: (type?: string) => void;
  onStatus: (status: LiveStatus) => void;
};

export type LiveStatus = 'connecting' | 'live' | 'polling';

/** A socket while there is one; while there is none, each new try is also a look at what changed, ever less often. */
export function openLive({ ticket, onNews, onStatus }: LiveOptions) {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let closed = false;
  let asking = false;

  async function connect() {
    clearTimeout(timer);
    asking = true;
    try {
      const address = await ticket();
      if (!closed) listen(new WebSocket(withTicket(address)));
    } catch {
      retry();
    } finally {
      asking = false;
    }
  }

  function listen(opened: WebSocket) {
    socket = opened;
    let keepAlive: ReturnType<typeof setInterval> | undefined;
    let stable: ReturnType<typeof setTimeout> | undefined;
    opened.onopen = () => {
      onStatus('live');
      // Facts said while nobody listened are caught up with.
      onNews();
      keepAlive = setInterval(() => opened.send('{"type":"ping"}'), KEEP_ALIVE_MS);
      // A socket that dies at once, again and again, is no reason to start the waits over.
      stable = setTimeout(() => (failures = 0), STABLE_MS);
    };
    opened.onmessage = (message?: MessageEvent) => {
      tellMove(message?.data);
      onNews(typeOf(message?.data));
    };
    opened.onclose = () => {
      clearInterval(keepAlive);
      clearTimeout(stable);
      if (socket === opened) retry();
    };
  }

  function retry() {
    socket = null;
    if (closed) return;
    onStatus('polling');
    onNews();
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
    failures += 1;
    // Spread out, so that a restarted server is not met by everybody in the same second.
    timer = setTimeout(() => void connect(), wait * (0.75 + Math.random() / 2));
  }

  /** The network or the reader is back: no reason to wait any longer. */
  function hurry() {
    if (socket || asking || closed || document.visibilityState === 'hidden') return;
    failures = 0;
    void connect();
  }

  onStatus('connecting');
  void connect();
  addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);

  return () => {
    closed = true;
    clearTimeout(timer);
    removeEventListener('online', hurry);
    document.removeEventListener('visibilitychange', hurry);
    socket?.close();
  };
}

function typeOf(data: unknown) {
  try {
    return String((JSON.parse(String(data)) as { type?: unknown }).type);
  } catch {
    return undefined;
  }
}

function withTicket({ url, ticket }: Address) {
  return `${url}${url.includes('?') ? '&' : '?'}ticket=${encodeURIComponent(ticket)}`;
}
