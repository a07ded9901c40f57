import { Alert, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle, IconPencil, IconRestore } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Panel } from '@/ui/panel';
import { at } from './fields-editor';
import { KINDS, letterOf, modelsQuery, saidBack, withLetter, type Chosen, type MailKind, type MailLanguage, type Part } from './mails';
import { TemplateField } from './template-field';
import type { Builder } from './use-builder';

type MailEditorProps = { builder: Builder; errors: Record<string, string>; chosen: Chosen; onChoose: (chosen: Chosen) => void };

/** The mails of a form in its author's own words; what is left empty is said in ours. */
export function MailEditor({ builder, errors, chosen, onChoose }: MailEditorProps) {
  const { t } = useTranslation();
  const { settings, items } = builder.draft;
  const languages = [settings.language, ...(Object.keys(settings.translations ?? {}) as MailLanguage[])];
  return (
    <Panel title={t('mails.title')}>
      <Stack>
        <Group>
          <SegmentedControl
            aria-label={t('mails.which')}
            value={chosen.kind}
            onChange={(kind) => onChoose({ ...chosen, kind: kind as MailKind })}
            data={KINDS.map((kind) => ({ value: kind, label: t(`mails.kinds.${kind}`) }))}
          />
          {languages.length > 1 && (
            <SegmentedControl
              aria-label={t('common.language')}
              value={chosen.language}
              onChange={(language) => onChoose({ ...chosen, language: language as MailLanguage })}
              data={languages.map((code) => ({ value: code, label: t(`language.${code}`) }))}
            />
          )}
        </Group>
        {errors['mail.letters'] && <Alert icon={<IconAlertTriangle />} color="brick" variant="light" title={errors['mail.letters']} role="alert" />}
        <WhenSent builder={builder} kind={chosen.kind} />
        <Letter key={`${chosen.kind}.${chosen.language}`} builder={builder} errors={errors} chosen={chosen} answers={saidBack(items)} />
      </Stack>
    </Panel>
  );
}

/** A mail that never leaves is not worth writing. */
function WhenSent({ builder, kind }: { builder: Builder; kind: MailKind }) {
  const { t } = useTranslation();
  const { double_optin, optin } = builder.draft.settings;
  const days = optin?.reminders?.days ?? [];
  if (double_optin && (kind === 'confirmation' || days.length > 0)) return null;
  return (
    <Alert icon={<IconInfoCircle />} color="sky" variant="light">
      {t(double_optin ? 'mails.noReminder' : 'mails.noOptin')}
    </Alert>
  );
}

type LetterProps = Omit<MailEditorProps, 'onChoose'> & { answers: ReturnType<typeof saidBack> };

function Letter({ builder, errors, chosen, answers }: LetterProps) {
  const { t } = useTranslation();
  const { settings } = builder.draft;
  const models = useQuery(modelsQuery).data ?? [];
  const ours = models.find((model) => model.kind === chosen.kind && model.language === chosen.language);
  const letter = letterOf(settings, chosen);
  const place = (name: Part) => `mail.letters.${chosen.kind}.${chosen.language}.${name}`;
  const write = (change: Partial<typeof letter>, step: string | null = null) => builder.set(withLetter(settings, chosen, change), step);
  const part = (name: Part) => ({
    value: letter[name],
    error: at(errors, place(name)),
    answers,
    onChange: (value: string) => write({ [name]: value }, place(name)),
    onInsert: (value: string) => write({ [name]: value }),
  });
  return (
    <>
      <TemplateField label={t('forms.subject')} placeholder={ours?.subject} {...part('subject')} />
      {letter.html ? (
        <>
          <TemplateField label={t('mails.html')} description={t('mails.htmlHint')} lines={14} loops {...part('html')} />
          <TemplateField
            label={t('mails.text')}
            description={t('mails.textHint')}
            placeholder={t('mails.textMade')}
            lines={3}
            {...part('text')}
          />
          <Button
            variant="subtle"
            size="xs"
            style={{ alignSelf: 'start' }}
            leftSection={<IconRestore size={15} />}
            onClick={() => write({ subject: '', html: '', text: '' })}
          >
            {t('mails.reset')}
          </Button>
        </>
      ) : (
        <div>
          <Text size="sm" c="dimmed" mb="sm">
            {t('mails.ours')}
          </Text>
          <Button
            variant="default"
            leftSection={<IconPencil size={17} />}
            disabled={!ours}
            onClick={() => ours && write({ html: ours.html })}
          >
            {t('mails.write')}
          </Button>
        </div>
      )}
    </>
  );
}
