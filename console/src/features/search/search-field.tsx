import { CloseButton, Loader } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './search-dialog.module.css';

type SearchFieldProps = {
  value: string;
  isAsking: boolean;
  listId: string;
  activeId: string | undefined;
  onType: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onClose: () => void;
};

export function SearchField({ value, isAsking, listId, activeId, onType, onKeyDown, onClose }: SearchFieldProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.field}>
      {isAsking ? <Loader size={20} aria-hidden="true" /> : <IconSearch size={20} aria-hidden="true" />}
      <input
        className={classes.input}
        type="text"
        role="combobox"
        aria-label={t('search.title')}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={activeId}
        aria-autocomplete="list"
        placeholder={t('search.placeholder')}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={120}
        data-autofocus
        value={value}
        onChange={(event) => onType(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <CloseButton size="lg" aria-label={t('search.close')} onClick={onClose} />
    </div>
  );
}
