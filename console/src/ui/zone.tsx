import { createContext, useContext, type ReactNode } from 'react';

const Zone = createContext('Europe/Paris');

/** Dates are shown on the wall clock of the company, wherever the reader sits. */
export function ZoneProvider({ zone, children }: { zone: string; children: ReactNode }) {
  return <Zone value={zone}>{children}</Zone>;
}

export function useZone() {
  return useContext(Zone);
}
