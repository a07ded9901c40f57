import { Code, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/ui/tag';
import classes from './form-page.module.css';
import type { Field } from './forms';

export function FieldList({ fields }: { fields: Field[] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.fields}>
      {fields.map((field) => (
        <li key={field.name}>
          <div className={classes.name}>
            <strong>{field.label || field.name}</strong>
            <Code>{field.name}</Code>
            {field.required && <Tag tone="brass">{t('forms.required')}</Tag>}
          </div>
          <Text size="sm" c="dimmed" mt={2}>
            {[t(`forms.types.${field.type}`), ...rulesOf(field, t)].join(' · ')}
          </Text>
        </li>
      ))}
    </ul>
  );
}

function rulesOf(field: Field, t: TFunction) {
  const { min_length, max_length, min, max, pattern, options } = field;
  return [
    min_length != null && t('forms.rule.minLength', { count: min_length }),
    max_length != null && t('forms.rule.maxLength', { count: max_length }),
    min != null && t('forms.rule.min', { value: min }),
    max != null && t('forms.rule.max', { value: max }),
    pattern && t('forms.rule.pattern', { pattern }),
    options?.length && options.map((option) => option.label).join(', '),
  ].filter((rule): rule is string => typeof rule === 'string');
}
