import { Button, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconListDetails } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listLookup } from '@/api/lookups';
import { DialogForm } from '@/ui/dialog-form';
import { addMembers } from './lists';

type AddToListProps = { leadIds: string[]; onDone: () => void };

/** Puts the people of the leads that were chosen on one list. */
export function AddToList({ leadIds, onDone }: AddToListProps) {
  const { t } = useTranslation();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="compact-md" leftSection={<IconListDetails size={18} />} onClick={dialog.open}>
        {t('lists.addTo')}
      </Button>
      {opened && <AddDialog leadIds={leadIds} onDone={onDone} onClose={dialog.close} />}
    </>
  );
}

function AddDialog({ leadIds, onDone, onClose }: AddToListProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [list, setList] = useState<string | null>(null);
  const known = useQuery(listLookup);
  const offered = (known.data ?? []).filter((one) => !one.rule);
  const add = useMutation({
    mutationFn: (chosen: string) => addMembers(chosen, leadIds),
    onSuccess: ({ added, already }) => {
      notifications.show({ message: [t('lists.added', { count: added }), already > 0 && t('lists.already', { count: already })].filter(Boolean).join(' ') });
      void queries.invalidateQueries({ queryKey: ['lists'] });
      void queries.invalidateQueries({ queryKey: ['leads'] });
      onClose();
      onDone();
    },
  });
  return (
    <DialogForm
      title={t('lists.addToTitle', { count: leadIds.length })}
      action={t('lists.addTo')}
      busy={add.isPending}
      error={add.error ?? known.error}
      onClose={onClose}
      onSubmit={(event) => {
        event.preventDefault();
        if (list) add.mutate(list);
      }}
    >
      <Select
        label={t('lists.one')}
        placeholder={t('lists.chooseList')}
        searchable
        data-autofocus
        nothingFoundMessage={offered.length === 0 ? t('lists.noneByHand') : t('lists.noMatch')}
        data={offered.map(({ id, name }) => ({ value: id, label: name }))}
        value={list}
        onChange={setList}
      />
    </DialogForm>
  );
}
