import { useCallback, useEffect, useState } from 'react';

const PREFIX = 'passerelle.draft.';
const KEPT_DAYS = 30;

type Kept<T> = { at: number; value: T };

/** What is typed stays on this device, under its user and place, until it is sent: it survives reload and log-out. */
export function useDraft<T>(place: string, empty: T) {
  const key = PREFIX + place;
  const [draft, setDraft] = useState<{ key: string; value: T | null }>(() => ({ key, value: readDraft(key) }));
  // Another lead or another user on the same mounted component reads its own draft.
  const value = (draft.key === key ? draft.value : readDraft<T>(key)) ?? empty;

  const write = useCallback(
    (next: T) => {
      setDraft({ key, value: next });
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), value: next } satisfies Kept<T>));
    },
    [key],
  );

  const clear = useCallback(() => {
    setDraft({ key, value: null });
    localStorage.removeItem(key);
  }, [key]);

  useEffect(forgetOldDrafts, []);

  // Another tab of the same browser writes on, or has sent it: this one shows the same, and sends nothing twice.
  useEffect(() => {
    const follow = (event: StorageEvent) => {
      if (event.key === key) setDraft({ key, value: readDraft<T>(key) });
    };
    addEventListener('storage', follow);
    return () => removeEventListener('storage', follow);
  }, [key]);

  return { value, write, clear };
}

function readDraft<T>(key: string): T | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept<T> | null;
    return kept?.value ?? null;
  } catch {
    return null;
  }
}

// Drafts hold personal data, so they do not lie on a shared computer for ever.
function forgetOldDrafts() {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? '') as Kept<unknown>;
      if (Date.now() - kept.at > KEPT_DAYS * 86_400_000) localStorage.removeItem(key);
    } catch {
      localStorage.removeItem(key);
    }
  }
}
