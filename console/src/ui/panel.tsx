import { Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './panel.module.css';

type PanelProps = { title?: string; aside?: ReactNode; tone?: 'plain' | 'raised'; children: ReactNode };

export function Panel({ title, aside, tone = 'plain', children }: PanelProps) {
  const heading = useId();
  return (
    <section className={classes.panel} data-tone={tone} aria-labelledby={title && heading}>
      {title && (
        <div className={classes.head}>
          <Title order={2} id={heading}>
            {title}
          </Title>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}
