import type { ReactNode } from 'react';
import classes from './facts.module.css';

type Fact = { label: string; value: ReactNode };

/** Labelled values; those that are missing are left out. */
export function Facts({ facts }: { facts: (Fact | null | false | '' | undefined)[] }) {
  return (
    <dl className={classes.facts}>
      {facts.filter((fact) => fact !== null && typeof fact === 'object').map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
