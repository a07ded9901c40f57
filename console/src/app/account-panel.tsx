import { ActionIcon, Button, Text, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/me';
import { LanguageSwitch } from '@/ui/language-switch';
import classes from './account-panel.module.css';
import { leave } from './leave';

export function AccountPanel() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <div className={classes.account}>
      <div className={classes.row}>
        <div className={classes.who}>
          <Text fw={650} truncate>
            {me.name}
          </Text>
          <Text size="sm" className={classes.role} truncate title={me.email}>
            {t(`role.${me.role}`)}
          </Text>
        </div>
        <SchemeSwitch />
      </div>
      <div className={classes.row}>
        <LanguageSwitch />
        <Button
          variant="transparent"
          size="compact-sm"
          className={classes.out}
          leftSection={<IconLogout size={17} />}
          onClick={() => void leave()}
        >
          {t('nav.logOut')}
        </Button>
      </div>
    </div>
  );
}

function SchemeSwitch() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const label = scheme === 'dark' ? t('nav.light') : t('nav.dark');
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="transparent"
        className={classes.out}
        aria-label={label}
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
      >
        {scheme === 'dark' ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}
