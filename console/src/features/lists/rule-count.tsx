import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate } from '@/lib/dates';
import { Trouble } from '@/ui/trouble';
import { countOf, type Rule } from './lists';
import classes from './lists.module.css';

function countQuery(rule: Rule, centre: string | null) {
  return infiniteQueryOptions({
    queryKey: ['lists', 'count', rule, centre],
    queryFn: ({ pageParam }) => countOf(rule, centre, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
    select: ({ pages }) => ({ count: pages.reduce((sum, page) => sum + page.count, 0), backTo: pages.at(-1)?.back_to }),
  });
}

/** How many people a rule finds now; where not everybody was looked at, that it may be more. */
export function RuleCount({ rule, centre }: { rule: Rule | null; centre: string | null }) {
  const { t, i18n } = useTranslation();
  const counted = useInfiniteQuery({ ...countQuery(rule ?? { match: 'all', conditions: [] }, centre), enabled: rule !== null });
  if (counted.error) return <Trouble error={counted.error} onRetry={() => void counted.refetch()} />;
  if (!rule) return <Box>{t('lists.countNothing')}</Box>;
  if (!counted.data) return <Box>{t('lists.counting')}</Box>;
  const { count, backTo } = counted.data;
  if (!counted.hasNextPage) return <Box strong>{t('lists.counted', { count })}</Box>;
  const day = backTo ? formatDate(backTo, 'date', i18n.language, 'UTC') : '';
  return (
    <Box strong>
      {t('lists.countedMore', { count })}
      <span className={classes.soft}>{t('lists.countedBackTo', { day })}</span>
      <Button variant="subtle" size="compact-sm" loading={counted.isFetchingNextPage} onClick={() => void counted.fetchNextPage()}>
        {t('lists.countOn')}
      </Button>
    </Box>
  );
}

function Box({ strong, children }: { strong?: boolean; children: ReactNode }) {
  return (
    <p className={classes.count} role="status" data-strong={strong || undefined}>
      <IconUsers size={20} aria-hidden="true" />
      {children}
    </p>
  );
}
