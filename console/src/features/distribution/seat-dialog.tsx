import { MultiSelect, NumberInput, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DialogForm } from '@/ui/dialog-form';
import { showProblem, unplaced } from '@/ui/show-problem';
import { saveSeat, type Rules, type Seat } from './distribution';
import { languageOptions } from './languages';

type SeatDialogProps = { centreId: string; seat: Seat; rules: Rules; onClose: () => void };

/** What an agent can take, and how much of it. */
export function SeatDialog({ centreId, seat, rules, onClose }: SeatDialogProps) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { capacity: seat.capacity, daily_cap: seat.daily_cap ?? ('' as number | ''), languages: seat.languages, skills: seat.skills, weight: seat.weight },
  });
  const save = useMutation({
    mutationFn: (values: typeof form.values) => saveSeat(centreId, seat.agent_id, { ...values, daily_cap: values.daily_cap || null }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['distribution', centreId] });
      onClose();
    },
    onError: (error) => showProblem(form, error),
  });
  const skills = [...new Set([...(rules.skills ?? []), ...seat.skills])];
  return (
    <DialogForm
      title={seat.name}
      action={t('distribution.seats.save')}
      busy={save.isPending}
      error={unplaced(save.error, Object.keys(form.values))}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
    >
      <MultiSelect
        label={t('distribution.seats.languages')}
        description={t('distribution.seats.languagesHint')}
        searchable
        data={languageOptions(seat.languages, i18n.language)}
        {...form.getInputProps('languages')}
      />
      {skills.length > 0 && <MultiSelect label={t('distribution.seats.skills')} searchable data={skills} {...form.getInputProps('skills')} />}
      {skills.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('distribution.seats.noSkills')}
        </Text>
      )}
      <NumberInput label={t('distribution.seats.capacity')} min={1} max={500} allowDecimal={false} {...form.getInputProps('capacity')} />
      <NumberInput
        label={t('distribution.seats.dailyCap')}
        placeholder={t('distribution.unlimited')}
        min={1}
        max={5000}
        allowDecimal={false}
        {...form.getInputProps('daily_cap')}
      />
      <NumberInput
        label={t('distribution.seats.weight')}
        description={t('distribution.seats.weightHint')}
        min={0.1}
        max={5}
        step={0.1}
        decimalScale={2}
        {...form.getInputProps('weight')}
      />
    </DialogForm>
  );
}
