import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LeadStateTag } from '@/ui/lead-state';
import { Trouble } from '@/ui/trouble';
import { Problem } from '@/lib/problem';
import { Highlight } from './highlight';
import type { Seen } from './recent';
import { saysEnough, type FoundLead } from './search';
import classes from './search-dialog.module.css';

type Found = { items: FoundLead[]; more: boolean };

type SearchHitsProps = {
  listId: string;
  text: string;
  rows: (Seen | FoundLead)[];
  seen: Seen[];
  found: UseQueryResult<Found>;
  isAsking: boolean;
  active: number;
  onPoint: (place: number) => void;
  onOpen: (row: Seen) => void;
};

export function SearchHits({ listId, text, rows, seen, found, isAsking, active, onPoint, onOpen }: SearchHitsProps) {
  const { t } = useTranslation();
  return (
    <>
      {!text && seen.length > 0 && <p className={classes.heading}>{t('search.recent')}</p>}
      <ul id={listId} role="listbox" aria-label={text ? t('search.results') : t('search.recent')} className={classes.hits}>
        {rows.map((row, place) => (
          <li
            key={row.id}
            id={`${listId}-${place}`}
            role="option"
            aria-selected={place === active}
            className={classes.hit}
            ref={(item) => {
              if (place === active) item?.scrollIntoView({ block: 'nearest' });
            }}
            onMouseMove={() => onPoint(place)}
            onClick={() => onOpen(row)}
          >
            <Hit row={row} text={text} />
          </li>
        ))}
      </ul>
      <div className={classes.said} role="status">
        <Said text={text} seen={seen} found={found} isAsking={isAsking} />
      </div>
      <p className={classes.keys} aria-hidden="true">
        <kbd>↑</kbd> <kbd>↓</kbd> {t('search.keysMove')} · <kbd>↵</kbd> {t('search.keysOpen')} · <kbd>{t('search.escape')}</kbd> {t('search.keysClose')}
      </p>
    </>
  );
}

function Hit({ row, text }: { row: Seen | FoundLead; text: string }) {
  const { t } = useTranslation();
  const beside = 'matched' in row ? row.matched.filter((field) => field === 'email' || field === 'phone') : [];
  return (
    <>
      <span className={classes.name} dir="auto">
        {row.name ? <Highlight text={row.name} wanted={text} /> : t('leads.nameless')}
      </span>
      <span className={classes.about}>
        {[...beside.map((field) => t(`search.by.${field}`)), row.form_name, 'agent_name' in row && row.agent_name].filter(Boolean).join(' · ')}
      </span>
      {'state' in row && <LeadStateTag state={row.state} />}
    </>
  );
}

function Said({ text, seen, found, isAsking }: Pick<SearchHitsProps, 'text' | 'seen' | 'found' | 'isAsking'>) {
  const { t } = useTranslation();
  if (!text) return seen.length === 0 && t('search.hint');
  if (!saysEnough(text)) return t('search.tooShort');
  if (isAsking) return !found.data && t('search.asking');
  if (found.error) return <Refused error={found.error} onRetry={() => void found.refetch()} />;
  return found.data && <Told text={text} data={found.data} />;
}

// What is too wide to look for is no trouble: the API says what to type.
function Refused({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const remedy = error instanceof Problem && error.status === 422 ? (error.fields.q ?? error.detail) : undefined;
  return remedy ?? <Trouble error={error} onRetry={onRetry} />;
}

function Told({ text, data }: { text: string; data: Found }) {
  const { t } = useTranslation();
  if (data.items.length > 0) return data.more && t('search.more');
  return data.more ? t('search.tooMany') : t('search.none', { text });
}
