import { IconAlertTriangle, IconCheck, IconQuestionMark } from '@tabler/icons-react';
import classes from './proof-page.module.css';
import type { Proof } from './proofs';

const MARKS = { good: IconCheck, broken: IconAlertTriangle, unknown: IconQuestionMark };

export function ProofChecks({ checks }: { checks: Proof['checks'] }) {
  return (
    <ul className={classes.checks}>
      {checks.map(({ what, verdict, said }) => {
        const Mark = MARKS[verdict];
        return (
          <li key={what} data-verdict={verdict}>
            <Mark size={18} aria-hidden="true" />
            {said}
          </li>
        );
      })}
    </ul>
  );
}
