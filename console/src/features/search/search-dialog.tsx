import { Modal } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/me';
import { useRecent, type Seen } from './recent';
import { saysEnough, searchQuery, type FoundLead } from './search';
import classes from './search-dialog.module.css';
import { SearchField } from './search-field';
import { SearchHits } from './search-hits';

const PAUSE_MS = 180;

type SearchDialogProps = { onClose: () => void };

/** What is typed is looked for while it is typed; arrows and Enter are enough. */
export function SearchDialog({ onClose }: SearchDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const listId = useId();
  const isPhone = useMediaQuery('(max-width: 48em)');
  const { seen, note } = useRecent(useMe().id);
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const [asked] = useDebouncedValue(text.trim(), PAUSE_MS);
  const found = useQuery(searchQuery(asked));

  const typed = text.trim();
  const isAsking = saysEnough(typed) && (typed !== asked || found.isFetching);
  const rows = typed ? hitsOf(typed, found.data) : seen;
  const current = Math.min(active, rows.length - 1);

  function open(row: Seen) {
    note(row);
    onClose();
    void navigate({ to: '/leads/$leadId', params: { leadId: row.id } });
  }

  function move(event: KeyboardEvent) {
    const row = rows[current];
    if (event.key === 'ArrowDown') setActive((current + 1) % Math.max(1, rows.length));
    else if (event.key === 'ArrowUp') setActive((current - 1 + rows.length) % Math.max(1, rows.length));
    // What stands there may still be of the letters before: Enter waits until it is of these.
    else if (event.key === 'Enter' && row && !isAsking) open(row);
    else return;
    event.preventDefault();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      // Where it stands does not depend on how much is found.
      centered={false}
      fullScreen={isPhone}
      size="lg"
      yOffset="10vh"
      padding={0}
      attributes={{ content: { 'aria-label': t('search.title') } }}
      classNames={{ body: classes.body }}
      transitionProps={{ duration: 120 }}
    >
      <SearchField
        value={text}
        isAsking={isAsking}
        listId={listId}
        activeId={rows[current] ? `${listId}-${current}` : undefined}
        onType={(next) => {
          setText(next);
          setActive(0);
        }}
        onKeyDown={move}
        onClose={onClose}
      />
      <SearchHits
        listId={listId}
        text={typed}
        rows={rows}
        seen={seen}
        found={found}
        isAsking={isAsking}
        active={current}
        onPoint={setActive}
        onOpen={open}
      />
    </Modal>
  );
}

function hitsOf(typed: string, found: { items: FoundLead[] } | undefined) {
  return saysEnough(typed) ? (found?.items ?? []) : [];
}
