import { Kbd } from '@mantine/core';
import classes from './key-hint.module.css';

/** The key that does the same; said to those who have a keyboard, never read aloud. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <Kbd size="xs" className={classes.hint} aria-hidden="true">
      {keys}
    </Kbd>
  );
}
