import { Title } from '@mantine/core';
import { IconPointer } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { queueQuery } from './calls';
import { FlowBar } from './flow-bar';
import classes from './flow-page.module.css';
import { OutboxPanel } from './outbox-panel';
import { QueueList } from './queue-list';
import { useFlowKeys } from './use-flow-keys';
import { useNeighbours } from './use-neighbours';
import { useQueueFilters } from './use-queue-filters';

type FlowPageProps = {
  leadId: string | undefined;
  /** How agents help themselves comes from another feature. */
  next: ReactNode;
  children: ReactNode;
};

/** The whole of an agent's day on one screen: the queue, and beside it (on a phone, instead of it) the lead that is open. */
export function FlowPage({ leadId, next, children }: FlowPageProps) {
  const { t } = useTranslation();
  const filters = useQueueFilters();
  const queue = useQuery(queueQuery(filters));
  const neighbours = useNeighbours(leadId);
  const keys = useFlowKeys(neighbours);
  const filtered = Object.keys(filters).length > 0;
  const idle = !leadId && !filtered && queue.data?.items.length === 0;
  useEffect(() => {
    if (!leadId) document.title = `${t('flow.title')} · Passerelle`;
  }, [leadId, t]);

  return (
    <div className={classes.flow} data-open={leadId ? 'lead' : undefined} data-idle={idle || undefined}>
      <section className={classes.list} aria-label={t('flow.list')}>
        <Header queue={queue.data} order={leadId ? 2 : 1} next={next} />
        <OutboxPanel />
        <QueueList />
      </section>
      {!idle && (
        <div className={classes.detail}>
          {leadId ? <FlowBar neighbours={neighbours} onKeys={keys.open} /> : <Choose />}
          {children}
        </div>
      )}
      {keys.dialog}
    </div>
  );
}

type HeaderProps = { queue: { items: unknown[]; waiting: number } | undefined; order: 1 | 2; next: ReactNode };

function Header({ queue, order, next }: HeaderProps) {
  const { t } = useTranslation();
  return (
    <header className={classes.header}>
      <Title order={order}>{t('flow.title')}</Title>
      {queue && queue.waiting > 0 && <span className={classes.waiting}>{t('queue.waiting', { count: queue.waiting })}</span>}
      {queue && <p className={classes.lead}>{t('queue.lead', { count: queue.items.length })}</p>}
      {next}
    </header>
  );
}

function Choose() {
  const { t } = useTranslation();
  return (
    <div className={classes.choose}>
      <Empty icon={<IconPointer />} title={t('flow.choose')} text={t('flow.chooseText')} />
    </div>
  );
}
