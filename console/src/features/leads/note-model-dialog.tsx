import { MultiSelect, NumberInput, Select, Textarea, TextInput, type MultiSelectProps, type SelectProps } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { centreLookup, tagLookup } from '@/api/lookups';
import { scopeOf, useMe } from '@/api/me';
import { DialogForm } from '@/ui/dialog-form';
import { showProblem, unplaced } from '@/ui/show-problem';
import { keepNoteModel, noteModelsQuery, type NoteModel } from './flow-settings';

const SHARED = '-';

export function NoteModelDialog({ model, onClose }: { model: NoteModel | null; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const everywhere = scopeOf(me, 'leads.manage') === 'all';
  const form = useForm({
    initialValues: model
      ? { ...valuesOf(model), centre_id: model.centre_id ?? SHARED }
      : { title: '', text: '', tags: [] as string[], place: 0, centre_id: (everywhere ? null : me.centre_id) ?? SHARED },
  });
  const keep = useMutation({
    mutationFn: (values: typeof form.values) =>
      keepNoteModel(model?.id ?? null, { ...values, centre_id: values.centre_id === SHARED ? null : values.centre_id }),
    onSuccess: () => {
      void queries.invalidateQueries(noteModelsQuery);
      onClose();
    },
    onError: (error) => showProblem(form, error),
  });
  return (
    <DialogForm
      title={model ? t('noteModels.edit') : t('noteModels.new')}
      action={model ? t('noteModels.save') : t('noteModels.add')}
      busy={keep.isPending}
      error={unplaced(keep.error, ['title', 'text', 'tags', 'centre_id', 'place'])}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => keep.mutate(values))}
    >
      <TextInput label={t('noteModels.noteTitle')} description={t('noteModels.titleHint')} maxLength={60} data-autofocus {...form.getInputProps('title')} />
      <Textarea label={t('noteModels.text')} description={t('noteModels.textHint')} autosize minRows={3} maxRows={10} {...form.getInputProps('text')} />
      <TagsField {...form.getInputProps('tags')} value={form.values.tags} />
      {everywhere && <CentreField {...form.getInputProps('centre_id')} />}
      <NumberInput label={t('noteModels.place')} description={t('noteModels.placeHint')} min={0} max={999} {...form.getInputProps('place')} />
    </DialogForm>
  );
}

function valuesOf({ title, text, tags, place }: NoteModel) {
  return { title, text, tags, place };
}

function TagsField({ value, ...field }: MultiSelectProps & { value: string[] }) {
  const { t } = useTranslation();
  const tags = useQuery(tagLookup).data ?? [];
  return (
    <MultiSelect
      label={t('noteModels.tags')}
      searchable
      clearable
      maxValues={10}
      nothingFoundMessage={tags.length === 0 ? t('tags.none') : t('tags.noMatch')}
      data={tags.map((tag) => ({ value: tag.id, label: tag.name }))}
      {...field}
      // A tag that was retired since goes with the next save.
      value={value.filter((id) => tags.some((tag) => tag.id === id))}
    />
  );
}

function CentreField(field: SelectProps) {
  const { t } = useTranslation();
  const centres = useQuery(centreLookup).data ?? [];
  const data = [{ value: SHARED, label: t('noteModels.shared') }, ...centres.map((centre) => ({ value: centre.id, label: centre.name }))];
  return <Select label={t('noteModels.whose')} data={data} {...field} />;
}
