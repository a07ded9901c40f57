import { Fragment } from 'react';

type HighlightProps = { text: string; wanted: string };

/** The letters of a name that were typed, whatever their case and accents. */
export function Highlight({ text, wanted }: HighlightProps) {
  const words = plain(wanted).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return text.split(/([^\p{L}\p{N}'’]+)/u).map((part, place) => {
    const begins = words.filter((word) => plain(part).startsWith(word)).sort((a, b) => b.length - a.length)[0];
    if (!begins) return <Fragment key={place}>{part}</Fragment>;
    const end = reach(part, begins.length);
    return (
      <Fragment key={place}>
        <mark>{part.slice(0, end)}</mark>
        {part.slice(end)}
      </Fragment>
    );
  });
}

// One letter may be written with two (œ) or with an apostrophe that nobody types: the mark ends where as many plain letters are reached.
function reach(part: string, letters: number) {
  for (let end = 1; end < part.length; end += 1) {
    if (plain(part.slice(0, end)).length >= letters) return end;
  }
  return part.length;
}

function plain(text: string) {
  return text
    .normalize('NFD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .replaceAll('ß', 'ss');
}
