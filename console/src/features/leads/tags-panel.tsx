import { Button, Group, Text } from '@mantine/core';
import { IconPencil, IconPlus, IconTag, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tagLookup } from '@/api/lookups';
import { ConfirmButton } from '@/ui/confirm-button';
import { Empty } from '@/ui/empty';
import { List, type Column } from '@/ui/list';
import { Panel } from '@/ui/panel';
import { Tag } from '@/ui/tag';
import { retireTag, type CompanyTag } from './flow-settings';
import { TagDialog } from './tag-dialog';

/** The company's own words to sort persons by. */
export function TagsPanel() {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<CompanyTag | 'new' | null>(null);
  const tags = useQuery(tagLookup);
  const add = (
    <Button leftSection={<IconPlus size={18} />} onClick={() => setEdited('new')}>
      {t('tags.add')}
    </Button>
  );
  const columns: Column<CompanyTag>[] = [
    { key: 'name', header: t('tags.one'), cell: (tag) => <Tag tone={tag.colour}>{tag.name}</Tag> },
    { key: 'deeds', header: '', phone: 'bare', cell: (tag) => <Deeds tag={tag} onEdit={() => setEdited(tag)} /> },
  ];
  return (
    <Panel title={t('tags.title')} aside={tags.data && tags.data.length > 0 && add}>
      <Text c="dimmed" mb="md">
        {t('tags.lead')}
      </Text>
      <List
        label={t('tags.title')}
        source={tags}
        columns={columns}
        rowKey={(tag) => tag.id}
        empty={<Empty icon={<IconTag />} title={t('tags.empty')} text={t('tags.emptyText')} action={add} />}
      />
      {edited && <TagDialog tag={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </Panel>
  );
}

function Deeds({ tag, onEdit }: { tag: CompanyTag; onEdit: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const retire = useMutation({
    mutationFn: () => retireTag(tag.id),
    onSuccess: () => queries.invalidateQueries(tagLookup),
  });
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Button size="compact-sm" variant="default" leftSection={<IconPencil size={15} />} onClick={onEdit} aria-label={`${t('tags.edit')} : ${tag.name}`}>
        {t('common.edit')}
      </Button>
      <ConfirmButton
        size="compact-sm"
        leftSection={<IconTrash size={15} />}
        title={t('tags.retireTitle', { name: tag.name })}
        text={t('tags.retireText')}
        action={t('tags.retire')}
        mutation={retire}
      >
        {t('tags.retire')}
      </ConfirmButton>
    </Group>
  );
}
