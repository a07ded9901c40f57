import { Button, Skeleton, Stack } from '@mantine/core';
import { IconFilterOff, IconMoodSmile } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { leadLabelsQuery } from '@/api/labels';
import { presenceQuery } from '@/api/me';
import { useNow } from '@/lib/use-now';
import { Empty } from '@/ui/empty';
import { LabelTag, type Label } from '@/ui/label-tag';
import { Trouble } from '@/ui/trouble';
import { queueQuery } from './calls';
import { QueueCard } from './queue-card';
import { QueueFilterBar } from './queue-filter-bar';
import { sectionsOf } from './queue-order';
import classes from './queue-list.module.css';
import { useFlow } from './use-flow';
import { useQueueFilters } from './use-queue-filters';

/** The agent's leads in working order: never contacted, callbacks due, the rest, callbacks to come. */
export function QueueList() {
  const { t } = useTranslation();
  const filters = useQueueFilters();
  const queue = useQuery(queueQuery(filters));
  const filtered = Object.keys(filters).length > 0;
  return (
    <>
      {(filtered || (queue.data?.items.length ?? 0) > 0) && <QueueFilterBar />}
      {queue.error && <Trouble error={queue.error} onRetry={() => void queue.refetch()} mt="md" />}
      {queue.isPending && <Waiting label={t('common.loading')} />}
      {queue.data && <Found filtered={filtered} {...queue.data} />}
    </>
  );
}

type FoundProps = { items: Parameters<typeof sectionsOf>[0]; left_out: number; filtered: boolean };

function Found({ items, left_out, filtered }: FoundProps) {
  return (
    <>
      {items.length === 0 && filtered && <NothingFits />}
      {items.length === 0 && !filtered && left_out === 0 && <NothingToCall />}
      <Sections leads={items} />
      {left_out > 0 && <LeftOut count={left_out} />}
    </>
  );
}

function Sections({ leads }: { leads: Parameters<typeof sectionsOf>[0] }) {
  const { t } = useTranslation();
  const { columns } = useFlow();
  const labels = useQuery(leadLabelsQuery(leads.filter((lead) => lead.last_note).map((lead) => lead.id)));
  // A callback becomes due while the page lies open.
  const now = useNow(15_000);
  return (
    <Stack gap="lg">
      {sectionsOf(leads, now).map(([section, members]) => (
        <section key={section} aria-label={t(`queue.section.${section}`)}>
          <h2 className={classes.section}>
            {t(`queue.section.${section}`)} <span>{members.length}</span>
          </h2>
          <ul className={classes.cards}>
            {members.map((lead) => (
              <QueueCard key={lead.id} lead={lead} section={section} columns={columns} mark={markOf(labels.data?.get(lead.id))} />
            ))}
          </ul>
        </section>
      ))}
    </Stack>
  );
}

function markOf(standing: { label: Label } | undefined) {
  return standing && <LabelTag label={standing.label} />;
}

function NothingToCall() {
  const { t } = useTranslation();
  const presence = useQuery(presenceQuery);
  const paused = presence.data?.present === false;
  return (
    <Empty
      icon={<IconMoodSmile />}
      title={t('queue.empty')}
      text={paused ? t('queue.emptyPaused') : t('queue.emptyText')}
    />
  );
}

/** The filters leave nobody: the queue itself may be full. */
function NothingFits() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Empty
      icon={<IconFilterOff />}
      title={t('leads.noMatch')}
      text={t('queue.filteredText')}
      action={
        <Button variant="default" onClick={() => void navigate({ to: '.', search: {}, replace: true })}>
          {t('leads.clearFilters')}
        </Button>
      }
    />
  );
}

/** Those whom the lists of the centre leave out are not forgotten. */
function LeftOut({ count }: { count: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const filters = useQueueFilters();
  return (
    <p className={classes.leftOut} role="status">
      {t('queue.leftOut', { count })}{' '}
      <Button variant="subtle" size="compact-sm" onClick={() => void navigate({ to: '.', search: { ...filters, everybody: true }, replace: true })}>
        {t('queue.showLeftOut')}
      </Button>
    </p>
  );
}

function Waiting({ label }: { label: string }) {
  return (
    <Stack gap="sm" role="status" aria-label={label}>
      {[0, 1, 2, 3].map((card) => (
        <Skeleton key={card} height={84} radius="lg" />
      ))}
    </Stack>
  );
}
