import type { ReactNode } from 'react';
import { may, useMe, type Verb } from '@/api/me';
import { Forbidden } from './unavailable';

/** A page that this person may not open explains itself instead of failing in its parts. */
export function Granted({ verb, children }: { verb: Verb; children: ReactNode }) {
  return may(useMe(), verb) ? children : <Forbidden />;
}
