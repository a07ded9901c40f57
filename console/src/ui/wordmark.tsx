import classes from './wordmark.module.css';

/** A footbridge: the arch carries the deck, three hangers hold it. */
export function Wordmark({ size = 'md' }: { size?: 'md' | 'lg' }) {
  return (
    <span className={classes.wordmark} data-size={size}>
      <svg viewBox="0 0 44 24" aria-hidden="true">
        <path className={classes.arch} d="M3 19C11 1.5 33 1.5 41 19" />
        <path className={classes.deck} d="M1.5 19h41M12 19V9.4M22 19V6.2M32 19V9.4" />
        <path className={classes.water} d="M8 23c2.4 0 2.4-1.4 4.7-1.4S15 23 17.300 23s2.300-1.400 4.700-1.400S24.400 23 26.700 23s2.300-1.400 4.700-1.400S33.600 23 36 23" />
      </svg>
      <span>Passerelle</span>
    </span>
  );
}
