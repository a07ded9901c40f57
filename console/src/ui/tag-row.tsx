import type { ReactNode } from 'react';
import { Tag, type Tone } from './tag';
import classes from './tag-row.module.css';

type Named = { id: string; name: string; colour: Tone };

type TagRowProps = { ids: string[]; known: Named[] | undefined; label: string; children?: ReactNode };

/** The tags of somebody, in the company's words; those that it has given up are not shown. */
export function TagRow({ ids, known, label, children }: TagRowProps) {
  const shown = (known ?? []).filter((tag) => ids.includes(tag.id));
  if (shown.length === 0 && !children) return null;
  return (
    <ul className={classes.tags} aria-label={label}>
      {shown.map((tag) => (
        <li key={tag.id}>
          <Tag tone={tag.colour}>{tag.name}</Tag>
        </li>
      ))}
      {children && <li>{children}</li>}
    </ul>
  );
}
