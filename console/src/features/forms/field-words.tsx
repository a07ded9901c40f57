import { Fieldset, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TYPES } from './field-types';
import type { Field } from './forms';

type FieldWords = NonNullable<NonNullable<Field['translations']>['fr']>;
type WordsProps = { language: string; field: Field; onChange: (change: Partial<Field>) => void };

const NONE: FieldWords = { label: null, placeholder: null, help: null, message: null };

/** One field in another language of its form; what is left empty is said in the form's own. */
export function Words({ language, field, onChange }: WordsProps) {
  const { t } = useTranslation();
  const words: FieldWords = { ...NONE, ...field.translations?.[language as 'fr'] };
  const write = (change: Partial<FieldWords>) =>
    onChange({ translations: { ...field.translations, [language]: { ...words, ...change } } });
  const said = ['label', 'help', ...(TYPES[field.type].placeholder ? ['placeholder' as const] : []), 'message'] as const;
  return (
    <Fieldset legend={t('builder.inLanguage', { language: t(`language.${language as 'fr'}`, language) })} radius="md">
      <Stack gap="sm">
        {said.map((word) => (
          <TextInput
            key={word}
            label={t(`builder.${word}`)}
            placeholder={field[word] ?? undefined}
            value={words[word] ?? ''}
            onChange={(event) => write({ [word]: event.currentTarget.value || null })}
          />
        ))}
        {field.options?.map((option) => (
          <TextInput
            key={option.value}
            label={t('builder.optionNamed', { option: option.label })}
            value={words.options?.[option.value] ?? ''}
            onChange={(event) => {
              const labels = { ...words.options, [option.value]: event.currentTarget.value };
              write({ options: Object.fromEntries(Object.entries(labels).filter(([, label]) => label)) });
            }}
          />
        ))}
      </Stack>
    </Fieldset>
  );
}
