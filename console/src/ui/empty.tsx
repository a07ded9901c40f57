import type { ReactNode } from 'react';
import classes from './empty.module.css';

type EmptyProps = { icon?: ReactNode; title: string; text?: ReactNode; action?: ReactNode };

export function Empty({ icon, title, text, action }: EmptyProps) {
  return (
    <div className={classes.empty}>
      {icon && <div className={classes.icon}>{icon}</div>}
      <p className={classes.title}>{title}</p>
      {text && <p className={classes.text}>{text}</p>}
      {action}
    </div>
  );
}
