import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { centreLookup } from '@/api/lookups';
import { languages } from '@/lib/i18n';
import { DialogForm } from '@/ui/dialog-form';
import { showProblem, unplaced } from '@/ui/show-problem';
import { draftOf, starter, toWire } from './draft';
import { createForm, type Form, type FormDraft } from './forms';

type NewFormDialogProps = { model?: Form; onClose: () => void };

/** A form from scratch, or like another one: named, made, and opened in the builder. */
export function NewFormDialog({ model, onClose }: NewFormDialogProps) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const lookup = useQuery(centreLookup);
  const centres = (lookup.data ?? []).filter((centre) => !centre.successor_id);
  const form = useForm({
    initialValues: {
      name: model ? t('builder.copyName', { name: model.name }) : '',
      language: model?.language ?? i18n.language,
      centre_id: null as string | null,
    },
  });
  const centreId = form.values.centre_id ?? centres[0]?.id ?? '';
  const create = useMutation({
    mutationFn: ({ name, language }: typeof form.values) =>
      createForm(
        model
          ? { ...toWire(draftOf(model)), name }
          : starter(name, language as FormDraft['language'], centreId, (word) => t(`builder.starter.${word as 'email'}`)),
      ),
    onSuccess: async ({ id }) => {
      void queries.invalidateQueries({ queryKey: ['forms'] });
      onClose();
      await navigate({ to: '/formulaires/$formId/edition', params: { formId: id } });
    },
    onError: (error) => showProblem(form, error),
  });
  return (
    <DialogForm
      title={t(model ? 'builder.clone' : 'builder.new')}
      action={t('common.create')}
      busy={create.isPending}
      error={unplaced(create.error, ['name'])}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => create.mutate(values))}
    >
      <TextInput label={t('forms.name')} description={t('builder.nameShown')} data-autofocus {...form.getInputProps('name')} />
      {!model && (
        <>
          <Select
            label={t('common.language')}
            data={languages.map((code) => ({ value: code, label: t(`language.${code as 'fr'}`, code) }))}
            {...form.getInputProps('language')}
          />
          <Select
            label={t('builder.centre')}
            description={t('builder.centreHint')}
            data={centres.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('centre_id')}
            value={centreId}
            error={lookup.isSuccess && centres.length === 0 && t('builder.noCentre')}
          />
        </>
      )}
    </DialogForm>
  );
}
