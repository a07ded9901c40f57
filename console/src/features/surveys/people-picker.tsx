import { Button, Checkbox, Skeleton, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LeadStateTag } from '@/ui/lead-state';
import { Trouble } from '@/ui/trouble';
import { leadsOfQuery, MOST_BY_HAND } from './surveys';
import classes from './surveys.module.css';

type PeoplePickerProps = { formId: string | null; picked: string[]; onPick: (lead_ids: string[]) => void };

/** Persons one by one, from the newest leads back. */
export function PeoplePicker({ formId, picked, onPick }: PeoplePickerProps) {
  const { t } = useTranslation();
  const leads = useInfiniteQuery(leadsOfQuery(formId));
  if (leads.isPending) return <Skeleton height={180} role="status" aria-label={t('common.loading')} />;
  if (leads.error) return <Trouble error={leads.error} onRetry={() => void leads.refetch()} />;
  const toggle = (id: string) => onPick(picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id]);
  return (
    <div>
      <Text size="sm" mb={6} role="status">
        {t('surveys.picked', { count: picked.length, most: MOST_BY_HAND })}
      </Text>
      <div className={classes.picked} tabIndex={0} role="group" aria-label={t('surveys.who.by_hand')}>
        <ul>
          {leads.data.map((lead) => (
            <li key={lead.id}>
              <Checkbox
                checked={picked.includes(lead.id)}
                disabled={!picked.includes(lead.id) && picked.length >= MOST_BY_HAND}
                onChange={() => toggle(lead.id)}
                label={
                  <>
                    {lead.name || t('leads.nameless')} <LeadStateTag state={lead.state} />
                  </>
                }
                description={lead.form_name}
              />
            </li>
          ))}
        </ul>
        {leads.hasNextPage && (
          <Button variant="subtle" m="xs" loading={leads.isFetchingNextPage} onClick={() => void leads.fetchNextPage()}>
            {t('common.loadMore')}
          </Button>
        )}
      </div>
    </div>
  );
}
