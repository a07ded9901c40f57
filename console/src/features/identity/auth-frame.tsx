import { Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from '@/ui/language-switch';
import { Wordmark } from '@/ui/wordmark';
import classes from './auth-frame.module.css';
import { Footbridge } from './footbridge';

type AuthFrameProps = { title: string; text?: ReactNode; children: ReactNode };

export function AuthFrame({ title, text, children }: AuthFrameProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · Passerelle`;
  }, [title]);
  return (
    <div className={classes.frame}>
      <aside className={classes.brand}>
        <Wordmark size="lg" />
        <p className={classes.promise}>{t('auth.promise')}</p>
        <Footbridge className={classes.bridge} />
      </aside>
      <main className={classes.main}>
        <div className={classes.language}>
          <LanguageSwitch />
        </div>
        <div className={classes.card}>
          <Title order={1}>{title}</Title>
          {text && (
            <Text c="dimmed" mt={6}>
              {text}
            </Text>
          )}
          <div className={classes.body}>{children}</div>
        </div>
      </main>
    </div>
  );
}
