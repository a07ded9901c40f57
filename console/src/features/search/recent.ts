import { useState } from 'react';

export type Seen = { id: string; name: string; form_name: string };

const PREFIX = 'passerelle.found.';
const MOST = 6;

/** Who was found lately, in this tab and by this user; it goes with the tab, since names are personal. */
export function useRecent(userId: string) {
  const key = PREFIX + userId;
  const [seen, setSeen] = useState(() => read(key));

  function note({ id, name, form_name }: Seen) {
    const next = [{ id, name, form_name }, ...seen.filter((one) => one.id !== id)].slice(0, MOST);
    setSeen(next);
    sessionStorage.setItem(key, JSON.stringify(next));
  }

  return { seen, note };
}

function read(key: string): Seen[] {
  try {
    return (JSON.parse(sessionStorage.getItem(key) ?? '[]') as Seen[]).slice(0, MOST);
  } catch {
    return [];
  }
}
