import { Fragment } from 'react';
import classes from './scoring.module.css';

type DecidedWordsProps = { text: string; spans: number[][] };

/** A note with the words that decided marked in it. */
export function DecidedWords({ text, spans }: DecidedWordsProps) {
  // The API counts characters as Python does, where a smiley is one.
  const characters = Array.from(text);
  const said = (from: number, to?: number) => characters.slice(from, to).join('');
  const starts = spans.map((_, index) => spans[index - 1]?.[1] ?? 0);
  return (
    <>
      {spans.map(([start = 0, end = 0], index) => (
        <Fragment key={start}>
          {said(starts[index] ?? 0, start)}
          <mark className={classes.decided}>{said(start, end)}</mark>
        </Fragment>
      ))}
      {said(spans.at(-1)?.[1] ?? 0)}
    </>
  );
}
