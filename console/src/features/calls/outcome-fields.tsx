import { Select, SimpleGrid, TextInput } from '@mantine/core';
import type { OutcomeField } from './calls';

type OutcomeFieldsProps = {
  fields: OutcomeField[];
  answers: Record<string, string>;
  /** Of the API, by the place of each field. */
  errors: Record<string, string>;
  onChange: (answers: Record<string, string>) => void;
};

const INPUTS = { text: 'text', number: 'text', date: 'date' } as const;

/** What the centre wants to know with an outcome; it becomes part of the note. */
export function OutcomeFields({ fields, answers, errors, onChange }: OutcomeFieldsProps) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      {fields.map((field) => {
        const common = { label: field.label, withAsterisk: field.required, error: errors[`answers.${field.code}`] };
        const write = (value: string) => onChange({ ...answers, [field.code]: value });
        if (field.kind === 'choice') {
          return (
            <Select key={field.code} {...common} clearable data={field.options ?? []} value={answers[field.code] || null} onChange={(value) => write(value ?? '')} />
          );
        }
        return (
          <TextInput
            key={field.code}
            {...common}
            type={INPUTS[field.kind]}
            inputMode={field.kind === 'number' ? 'decimal' : undefined}
            maxLength={500}
            value={answers[field.code] ?? ''}
            onChange={(event) => write(event.currentTarget.value)}
          />
        );
      })}
    </SimpleGrid>
  );
}
