import { UnstyledButton } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './search-box.module.css';
import { SearchDialog } from './search-dialog';

/** Finds a lead from wherever one is: by the slash, by Ctrl or ⌘ with K, or by hand. */
export function SearchBox() {
  const { t } = useTranslation();
  const [opened, dialog] = useDisclosure(false);
  useHotkeys([
    ['/', dialog.open, { usePhysicalKeys: false }],
    ['mod+K', dialog.open],
  ]);
  return (
    <>
      <UnstyledButton className={classes.box} onClick={dialog.open} aria-haspopup="dialog" aria-label={t('search.open')} aria-keyshortcuts="/">
        <IconSearch size={18} aria-hidden="true" />
        <span className={classes.words}>{t('search.short')}</span>
        <kbd className={classes.key}>/</kbd>
      </UnstyledButton>
      {opened && <SearchDialog onClose={dialog.close} />}
    </>
  );
}
