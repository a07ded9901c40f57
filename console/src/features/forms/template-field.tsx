import { Button, Menu, Textarea, TextInput } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EVERY_ANSWER, VARIABLES } from './mails';
import type { Field } from './forms';
import classes from './mails.module.css';

type TemplateFieldProps = {
  label: string;
  description?: ReactNode;
  placeholder?: string;
  value: string;
  error: string | undefined;
  answers: Field[];
  lines?: number;
  loops?: boolean;
  onChange: (value: string) => void;
  onInsert: (value: string) => void;
};

/** A text in which variables stand; one that is chosen goes where the cursor is. */
export function TemplateField({ label, description, placeholder, value, error, answers, lines, loops, onChange, onInsert }: TemplateFieldProps) {
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const insert = (piece: string) => {
    const { selectionStart, selectionEnd } = input.current ?? {};
    const start = selectionStart ?? value.length;
    onInsert(value.slice(0, start) + piece + value.slice(selectionEnd ?? start));
    // Once the new value stands, the cursor goes behind the piece.
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(start + piece.length, start + piece.length);
    });
  };
  const common = {
    ref: input,
    label,
    description,
    placeholder,
    value,
    error,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  return (
    <div className={classes.field}>
      <VariablesMenu of={label} answers={answers} loops={loops} onChoose={insert} />
      {lines ? (
        <Textarea {...common} autosize minRows={lines} maxRows={30} spellCheck={false} classNames={{ input: classes.code }} />
      ) : (
        <TextInput {...common} />
      )}
    </div>
  );
}

type VariablesMenuProps = { of: string; answers: Field[]; loops?: boolean | undefined; onChoose: (piece: string) => void };

function VariablesMenu({ of, answers, loops, onChoose }: VariablesMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" width={320} returnFocus={false}>
      <Menu.Target>
        <Button
          className={classes.insert}
          size="compact-xs"
          variant="subtle"
          leftSection={<IconBraces size={14} />}
          aria-label={t('mails.insertInto', { field: of })}
        >
          {t('mails.insert')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.variables}>
        {VARIABLES.map((name) => (
          <Variable key={name} name={name} label={t(`mails.variables.${name}`)} onChoose={onChoose} />
        ))}
        {answers.length > 0 && <Menu.Label>{t('mails.answers')}</Menu.Label>}
        {answers.map((field) => (
          <Variable key={field.name} name={`answers.${field.name}`} label={field.label} onChoose={onChoose} />
        ))}
        {loops && answers.length > 0 && <Menu.Item onClick={() => onChoose(EVERY_ANSWER)}>{t('mails.everyAnswer')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}

function Variable({ name, label, onChoose }: { name: string; label: string; onChoose: (piece: string) => void }) {
  return (
    <Menu.Item onClick={() => onChoose(`{{ ${name} }}`)} rightSection={<code className={classes.name}>{name}</code>}>
      {label}
    </Menu.Item>
  );
}
