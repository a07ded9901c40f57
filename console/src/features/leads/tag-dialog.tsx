import { Radio, SimpleGrid, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { tagLookup } from '@/api/lookups';
import { DialogForm } from '@/ui/dialog-form';
import { showProblem, unplaced } from '@/ui/show-problem';
import { Tag } from '@/ui/tag';
import { COLOURS, keepTag, type CompanyTag } from './flow-settings';

export function TagDialog({ tag, onClose }: { tag: CompanyTag | null; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const form = useForm({ initialValues: { name: tag?.name ?? '', colour: tag?.colour ?? 'sky' } });
  const keep = useMutation({
    mutationFn: (values: typeof form.values) => keepTag(tag?.id ?? null, values),
    onSuccess: () => {
      void queries.invalidateQueries(tagLookup);
      onClose();
    },
    onError: (error) => showProblem(form, error),
  });
  return (
    <DialogForm
      title={tag ? t('tags.edit') : t('tags.new')}
      action={tag ? t('tags.save') : t('tags.add')}
      busy={keep.isPending}
      error={unplaced(keep.error, ['name', 'colour'])}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => keep.mutate(values))}
    >
      <TextInput label={t('tags.name')} maxLength={40} data-autofocus {...form.getInputProps('name')} />
      <Radio.Group label={t('tags.colour')} {...form.getInputProps('colour')}>
        <SimpleGrid cols={2} mt="xs">
          {COLOURS.map((colour) => (
            <Radio key={colour} value={colour} label={<Tag tone={colour}>{t(`tags.colours.${colour}`)}</Tag>} />
          ))}
        </SimpleGrid>
      </Radio.Group>
    </DialogForm>
  );
}
