import { Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, type ReactNode } from 'react';
import classes from './page.module.css';

type PageProps = {
  title: string;
  lead?: ReactNode;
  back?: ReactNode;
  badge?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

export function Page({ title, lead, back, badge, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Passerelle`;
  }, [title]);
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div className={classes.heading}>
          {back && (
            <div className={classes.back}>
              <IconArrowLeft size={16} aria-hidden="true" />
              {back}
            </div>
          )}
          <div className={classes.title}>
            <Title order={1}>{title}</Title>
            {badge}
          </div>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
