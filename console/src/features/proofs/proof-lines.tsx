import { useTranslation } from 'react-i18next';
import { ExactTime } from './exact-time';
import classes from './proof-page.module.css';
import type { Proof } from './proofs';

/** What happened, in order; each line bears the hash of all up to it. */
export function ProofLines({ lines }: { lines: Proof['lines'] }) {
  const { t } = useTranslation();
  return (
    <ol className={classes.lines} aria-label={t('proof.lines')}>
      {lines.map(({ number, at, by, said, hash }) => (
        <li key={number}>
          <span className={classes.said}>{said}</span>
          <span className={classes.when}>
            <ExactTime at={at} /> · {t(`proof.by.${kindOf(by)}`)}
          </span>
          <code className={classes.hash} title={t('proof.hash')}>
            {hash}
          </code>
        </li>
      ))}
    </ol>
  );
}

/** Facts say `user:…`, `key:…`, or only the kind. */
function kindOf(by: string) {
  return by.split(':')[0] as 'visitor' | 'user' | 'key' | 'system';
}
