import { Pill, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { tagLookup } from '@/api/lookups';

type DraftTagsProps = { ids: string[]; onChange: (ids: string[]) => void };

/** The tags that will be put on the person together with the note; each may be left out. */
export function DraftTags({ ids, onChange }: DraftTagsProps) {
  const { t } = useTranslation();
  const known = useQuery({ ...tagLookup, enabled: ids.length > 0 });
  const shown = (known.data ?? []).filter((tag) => ids.includes(tag.id));
  if (shown.length === 0) return null;
  return (
    <Pill.Group>
      <Text size="sm" c="dimmed">
        {t('noteModels.willTag')}
      </Text>
      {shown.map((tag) => (
        <Pill
          key={tag.id}
          withRemoveButton
          removeButtonProps={{ 'aria-label': t('noteModels.removeTag', { name: tag.name }) }}
          onRemove={() => onChange(ids.filter((id) => id !== tag.id))}
        >
          {tag.name}
        </Pill>
      ))}
    </Pill.Group>
  );
}
