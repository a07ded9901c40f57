import type { ReactNode } from 'react';
import classes from './tag.module.css';

export type Tone = 'stone' | 'brass' | 'pine' | 'sky' | 'moss' | 'brick';

/** A state in a word and a colour; the word alone is enough to read it. */
export function Tag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}
