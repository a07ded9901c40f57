import { ActionIcon, Button, MultiSelect, Popover, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTag } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { tagLookup } from '@/api/lookups';
import { TagRow } from '@/ui/tag-row';
import { Trouble } from '@/ui/trouble';
import { leadQuery, tagLead, type Lead } from './leads';

/** The tags of the person; whoever works on the lead puts them on and takes them off, and each is kept at once. */
export function PersonTags({ lead, editable }: { lead: Lead; editable: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [opened, popover] = useDisclosure(false);
  const known = useQuery(tagLookup);
  const change = useMutation({
    mutationFn: (wanted: string[]) =>
      tagLead(lead.id, {
        add: wanted.filter((id) => !lead.tags.includes(id)),
        remove: lead.tags.filter((id) => !wanted.includes(id)),
      }),
    onSuccess: ({ tags }) => {
      queries.setQueryData(leadQuery(lead.id).queryKey, (page) => page && { ...page, tags });
      void queries.invalidateQueries({ queryKey: ['leads'] });
    },
  });
  const offered = known.data ?? [];
  return (
    <TagRow ids={lead.tags} known={offered} label={t('tags.title')}>
      {editable && (
        <Popover opened={opened} onChange={(open) => !open && popover.close()} position="bottom-start" width={300} shadow="md" trapFocus>
          <Popover.Target>
            {lead.tags.length === 0 ? (
              <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconTag size={16} />} onClick={popover.toggle}>
                {t('tags.change')}
              </Button>
            ) : (
              <Tooltip label={t('tags.change')}>
                <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('tags.change')} onClick={popover.toggle}>
                  <IconTag size={16} />
                </ActionIcon>
              </Tooltip>
            )}
          </Popover.Target>
          <Popover.Dropdown>
            <MultiSelect
              label={t('tags.title')}
              data-autofocus
              searchable
              placeholder={t('tags.choose')}
              nothingFoundMessage={offered.length === 0 ? t('tags.none') : t('tags.noMatch')}
              comboboxProps={{ withinPortal: false }}
              data={offered.map((tag) => ({ value: tag.id, label: tag.name }))}
              value={lead.tags.filter((id) => offered.some((tag) => tag.id === id))}
              onChange={(wanted) => change.mutate(wanted)}
            />
            {change.error && <Trouble error={change.error} mt="sm" />}
          </Popover.Dropdown>
        </Popover>
      )}
    </TagRow>
  );
}
