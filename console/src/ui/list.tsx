import { Button, Skeleton } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from './empty';
import { Trouble } from './trouble';
import classes from './list.module.css';

export type Column<T> = {
  key: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** How a phone's card shows it: as its title line, labelled, bare, or not at all. The first column is the title. */
  phone?: 'label' | 'bare' | 'hidden';
};

const STRETCHES = 6;

type Source<T> = {
  data: T[] | undefined;
  isPending: boolean;
  error: Error | null;
  refetch: () => unknown;
  hasNextPage?: boolean;
  isFetchingNextPage?: boolean;
  fetchNextPage?: () => unknown;
};

type ListProps<T> = {
  label: string;
  source: Source<T>;
  columns: Column<T>[];
  rowKey: (row: T) => string;
  empty: ReactNode;
};

/** Every list of the console: rows on a desk, cards on a phone, and the three states where there are none. */
export function List<T>({ label, source, columns, rowKey, empty }: ListProps<T>) {
  const { t } = useTranslation();
  if (source.isPending) return <Waiting label={t('common.loading')} />;
  if (source.error && !source.data) return <Trouble error={source.error} onRetry={() => void source.refetch()} />;
  if (!source.data?.length && source.hasNextPage) return <Further source={source} />;
  if (!source.data?.length) return empty;
  return (
    <>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col">
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {source.data.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column, index) => (
                <td
                  key={column.key}
                  data-label={column.header}
                  data-phone={index === 0 ? 'title' : (column.phone ?? 'label')}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {source.error && <Trouble error={source.error} onRetry={() => void source.refetch()} mt="md" />}
      {source.hasNextPage && <More source={source} label={t('common.loadMore')} />}
    </>
  );
}

/** The API looks through one stretch of time a request, so a page may be empty and yet not be the last. */
function Further<T>({ source }: { source: Source<T> }) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(STRETCHES);
  const { isFetchingNextPage, fetchNextPage, error } = source;
  useEffect(() => {
    if (left === 0 || isFetchingNextPage || error) return;
    void Promise.resolve(fetchNextPage?.()).then(() => setLeft((stretches) => stretches - 1));
  }, [left, isFetchingNextPage, fetchNextPage, error]);

  if (error) return <Trouble error={error} onRetry={() => void fetchNextPage?.()} />;
  if (left > 0 || isFetchingNextPage) return <Waiting label={t('common.loading')} />;
  return <Empty title={t('common.nothingLately')} action={<More source={source} label={t('common.lookFurther')} />} />;
}

function More<T>({ source, label }: { source: Source<T>; label: string }) {
  return (
    <div className={classes.more}>
      <Button variant="default" loading={source.isFetchingNextPage} onClick={() => void source.fetchNextPage?.()}>
        {label}
      </Button>
    </div>
  );
}

function Waiting({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className={classes.waiting}>
      {[0, 1, 2, 3, 4].map((row) => (
        <Skeleton key={row} height={54} radius="md" />
      ))}
    </div>
  );
}
