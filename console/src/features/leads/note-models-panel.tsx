import { Button, Group, Text } from '@mantine/core';
import { IconNotes, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { centreLookup, tagLookup } from '@/api/lookups';
import { ConfirmButton } from '@/ui/confirm-button';
import { Empty } from '@/ui/empty';
import { List, type Column } from '@/ui/list';
import { Panel } from '@/ui/panel';
import { TagRow } from '@/ui/tag-row';
import { noteModelsQuery, retireNoteModel, type NoteModel } from './flow-settings';
import { NoteModelDialog } from './note-model-dialog';

/** What agents write every day, kept once. */
export function NoteModelsPanel() {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<NoteModel | 'new' | null>(null);
  const models = useQuery(noteModelsQuery);
  const tags = useQuery(tagLookup);
  const centres = useQuery(centreLookup);
  const add = (
    <Button leftSection={<IconPlus size={18} />} onClick={() => setEdited('new')}>
      {t('noteModels.add')}
    </Button>
  );
  const columns: Column<NoteModel>[] = [
    {
      key: 'title',
      header: t('noteModels.noteTitle'),
      cell: (model) => (
        <>
          <Text fw={650}>{model.title}</Text>
          <Text size="sm" c="dimmed" lineClamp={2}>
            {model.text}
          </Text>
        </>
      ),
    },
    { key: 'tags', header: t('tags.title'), phone: 'bare', cell: (model) => <TagRow ids={model.tags} known={tags.data} label={t('tags.title')} /> },
    {
      key: 'whose',
      header: t('noteModels.whose'),
      cell: (model) => (model.centre_id ? centres.data?.find((centre) => centre.id === model.centre_id)?.name : t('noteModels.shared')),
    },
    { key: 'deeds', header: '', phone: 'bare', cell: (model) => model.mine && <Deeds model={model} onEdit={() => setEdited(model)} /> },
  ];
  return (
    <Panel title={t('noteModels.title')} aside={models.data && models.data.length > 0 && add}>
      <Text c="dimmed" mb="md">
        {t('noteModels.lead')}
      </Text>
      <List
        label={t('noteModels.title')}
        source={models}
        columns={columns}
        rowKey={(model) => model.id}
        empty={<Empty icon={<IconNotes />} title={t('noteModels.empty')} text={t('noteModels.emptyText')} action={add} />}
      />
      {edited && <NoteModelDialog model={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </Panel>
  );
}

function Deeds({ model, onEdit }: { model: NoteModel; onEdit: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const retire = useMutation({
    mutationFn: () => retireNoteModel(model.id),
    onSuccess: () => queries.invalidateQueries(noteModelsQuery),
  });
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Button size="compact-sm" variant="default" leftSection={<IconPencil size={15} />} onClick={onEdit} aria-label={`${t('noteModels.edit')} : ${model.title}`}>
        {t('common.edit')}
      </Button>
      <ConfirmButton
        size="compact-sm"
        leftSection={<IconTrash size={15} />}
        title={t('noteModels.retireTitle', { title: model.title })}
        text={t('noteModels.retireText')}
        action={t('noteModels.retire')}
        mutation={retire}
      >
        {t('noteModels.retire')}
      </ConfirmButton>
    </Group>
  );
}
