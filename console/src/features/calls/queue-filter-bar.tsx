import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { listLookup, tagLookup } from '@/api/lookups';
import { may, useMe } from '@/api/me';
import { Choice } from '@/ui/choice';
import { queueQuery, type QueueFilters } from './calls';
import classes from './queue-filter-bar.module.css';
import { useQueueFilters } from './use-queue-filters';

/** Which leads of the queue to work on now. Only what tells some of them from others is offered. */
export function QueueFilterBar() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const filters = useQueueFilters();
  const queue = useQuery(queueQuery());
  const tags = useQuery({ ...tagLookup, enabled: may(me, 'tags.read') });
  const lists = useQuery({ ...listLookup, enabled: may(me, 'lists.read') });
  const forms = [...new Map(queue.data?.items.map((lead) => [lead.form_id, { id: lead.form_id, name: lead.form_name }])).values()];
  const change = (changed: QueueFilters) => void navigate({ to: '.', search: { ...filters, ...changed }, replace: true });
  const bars = [
    { key: 'list_id', label: t('lists.one'), all: t('lists.all'), data: lists.data, least: 1 },
    { key: 'form_id', label: t('leads.form'), all: t('leads.allForms'), data: forms, least: 2 },
    { key: 'tag_id', label: t('tags.one'), all: t('leads.allTags'), data: tags.data, least: 1 },
  ] as const;
  const shown = bars.filter(({ key, data, least }) => filters[key] !== undefined || (data?.length ?? 0) >= least);
  if (shown.length === 0) return null;
  return (
    <div className={classes.bar} role="search" aria-label={t('queue.filter')}>
      {shown.map(({ key, label, all, data }) => (
        <Choice key={key} size="xs" label={label} all={all} data={data ? [...data] : []} chosen={filters[key]} onChoose={(id) => change({ [key]: id })} />
      ))}
    </div>
  );
}
