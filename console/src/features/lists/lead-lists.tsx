import { ActionIcon, Button, MultiSelect, Popover, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconListDetails } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listLookup } from '@/api/lookups';
import { may, useMe } from '@/api/me';
import { Tag } from '@/ui/tag';
import { Trouble } from '@/ui/trouble';
import { leadListsQuery, putOnLists } from './lists';
import classes from './lists.module.css';

/** The lists that a lead's person is on; whoever keeps lists puts them on and takes them off, and each is kept at once. */
export function LeadLists({ leadId }: { leadId: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const shown = may(me, 'lists.read');
  const lists = useQuery({ ...leadListsQuery(leadId), enabled: shown });
  const editable = may(me, 'lists.write');
  if (!shown || (!editable && !lists.data?.length)) return null;
  return (
    <ul className={classes.chips} aria-label={t('lists.ofLead')}>
      {lists.data?.map((list) => (
        <li key={list.id}>
          <Tag tone={list.by_hand ? 'stone' : 'sky'}>{list.name}</Tag>
        </li>
      ))}
      {lists.error && (
        <li>
          <Trouble error={lists.error} onRetry={() => void lists.refetch()} />
        </li>
      )}
      {editable && lists.data && (
        <li>
          <Change leadId={leadId} chosen={lists.data.filter((list) => list.by_hand).map((list) => list.id)} bare={lists.data.length === 0} />
        </li>
      )}
    </ul>
  );
}

type ChangeProps = { leadId: string; chosen: string[]; bare: boolean };

function Change({ leadId, chosen, bare }: ChangeProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [opened, popover] = useDisclosure(false);
  const known = useQuery({ ...listLookup, enabled: opened });
  const change = useMutation({
    mutationFn: (wanted: string[]) =>
      putOnLists(leadId, {
        add: wanted.filter((id) => !chosen.includes(id)),
        remove: chosen.filter((id) => !wanted.includes(id)),
      }),
    onSuccess: (lists) => {
      queries.setQueryData(leadListsQuery(leadId).queryKey, lists);
      void queries.invalidateQueries({ queryKey: ['lists'] });
      void queries.invalidateQueries({ queryKey: ['leads'] });
    },
  });
  const offered = (known.data ?? []).filter((list) => !list.rule);
  return (
    <Popover opened={opened} onChange={(open) => !open && popover.close()} position="bottom-start" width={300} shadow="md" trapFocus>
      <Popover.Target>
        {bare ? (
          <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconListDetails size={16} />} onClick={popover.toggle}>
            {t('lists.change')}
          </Button>
        ) : (
          <Tooltip label={t('lists.change')}>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('lists.change')} onClick={popover.toggle}>
              <IconListDetails size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </Popover.Target>
      <Popover.Dropdown>
        <MultiSelect
          label={t('lists.byHand')}
          data-autofocus
          searchable
          placeholder={t('lists.chooseList')}
          nothingFoundMessage={offered.length === 0 ? t('lists.noneByHand') : t('lists.noMatch')}
          comboboxProps={{ withinPortal: false }}
          data={offered.map(({ id, name }) => ({ value: id, label: name }))}
          value={chosen.filter((id) => offered.some((list) => list.id === id))}
          onChange={(wanted) => change.mutate(wanted)}
        />
        {(known.error ?? change.error) && <Trouble error={(known.error ?? change.error) as Error} mt="sm" />}
      </Popover.Dropdown>
    </Popover>
  );
}
