import { Collapse, NumberInput, PasswordInput, SegmentedControl, Select, SimpleGrid, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/me';
import { Problem } from '@/lib/problem';
import { useDraft } from '@/lib/use-draft';
import { DialogForm } from '@/ui/dialog-form';
import { showProblem, unplaced } from '@/ui/show-problem';
import { bodyOf, EMPTY, PORTS, valuesOf, type Security, type SenderValues } from './sender-values';
import { saveSender, sendersQuery, type Sender } from './senders';
import classes from './sender-dialog.module.css';

const FIELDS = [
  'name', 'from_name', 'from_address', 'reply_to', 'smtp.host', 'smtp.port', 'smtp.security', 'smtp.username', 'smtp.password',
  'per_second', 'per_day', 'fallback_id',
] as const;
const LATER = ['reply_to', 'per_second', 'per_day', 'fallback_id'] as const;

type Form = UseFormReturnType<SenderValues>;

type SenderDialogProps = { sender?: Sender; onClose: () => void; onSaved?: (sender: Sender) => void };

export function SenderDialog({ sender, onClose, onSaved }: SenderDialogProps) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const draft = useDraft(`${me.id}.sender.${sender?.id ?? 'new'}`, sender ? valuesOf(sender) : EMPTY);
  const form = useForm<SenderValues>({ initialValues: draft.value, onValuesChange: draft.write });
  // Kept apart from the draft, which lies on this device.
  const [password, setPassword] = useState('');
  const more = useDisclosure(LATER.some((name) => Boolean(sender?.[name])));

  const save = useMutation({
    mutationFn: (values: SenderValues) => saveSender(bodyOf(values, password), sender),
    onSuccess: (saved) => {
      draft.clear();
      void queries.invalidateQueries({ queryKey: ['senders'] });
      onSaved?.(saved);
      onClose();
    },
    onError: (error) => {
      showProblem(form, error);
      if (error instanceof Problem && LATER.some((name) => name in error.fields)) more[1].open();
    },
  });

  return (
    <DialogForm
      title={t(sender ? 'senders.edit' : 'senders.new')}
      action={t(sender ? 'senders.save' : 'common.create')}
      busy={save.isPending}
      error={unplaced(save.error, FIELDS)}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('senders.kind')}
        data={(['smtp', 'ses'] as const).map((kind) => ({ value: kind, label: t(`senders.kinds.${kind}`) }))}
        {...form.getInputProps('kind')}
      />
      <Text size="sm" c="dimmed">
        {t(`senders.kindTexts.${form.values.kind}`)}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput label={t('senders.fromName')} required withAsterisk={false} data-autofocus {...form.getInputProps('from_name')} />
        <TextInput label={t('senders.fromAddress')} type="email" inputMode="email" {...form.getInputProps('from_address')} />
      </SimpleGrid>
      <TextInput label={t('senders.name')} description={t('senders.nameHelp')} {...form.getInputProps('name')} />
      {form.values.kind === 'smtp' && (
        <Server form={form} password={password} onPassword={setPassword} kept={sender?.smtp?.has_password} error={save.error} />
      )}
      <More form={form} senderId={sender?.id} opened={more[0]} onToggle={more[1].toggle} />
    </DialogForm>
  );
}

type ServerProps = {
  form: Form;
  password: string;
  onPassword: (password: string) => void;
  kept: boolean | undefined;
  error: Error | null;
};

function Server({ form, password, onPassword, kept, error }: ServerProps) {
  const { t } = useTranslation();
  const refused = error instanceof Problem ? error.fields['smtp.password'] : undefined;
  const choose = (security: Security) => {
    // The usual port comes with the encryption, unless somebody wrote one of their own.
    if (Object.values(PORTS).includes(Number(form.values.smtp.port))) form.setFieldValue('smtp.port', PORTS[security]);
    form.setFieldValue('smtp.security', security);
  };
  return (
    <>
      <TextInput label={t('senders.host')} placeholder="smtp.exemple.fr" spellCheck={false} {...form.getInputProps('smtp.host')} />
      <SimpleGrid cols={2}>
        <Select
          label={t('senders.security')}
          data={(['starttls', 'tls', 'none'] as const).map((value) => ({ value, label: t(`senders.securities.${value}`) }))}
          {...form.getInputProps('smtp.security')}
          onChange={(value) => value && choose(value as Security)}
        />
        <NumberInput label={t('senders.port')} min={1} max={65535} allowDecimal={false} hideControls {...form.getInputProps('smtp.port')} />
      </SimpleGrid>
      {form.values.smtp.security !== 'none' && (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label={t('senders.username')} autoComplete="off" spellCheck={false} {...form.getInputProps('smtp.username')} />
          <PasswordInput
            label={t('senders.password')}
            placeholder={kept ? t('senders.passwordKept') : undefined}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }}
            value={password}
            onChange={(event) => onPassword(event.currentTarget.value)}
            error={refused}
          />
        </SimpleGrid>
      )}
    </>
  );
}

type MoreProps = { form: Form; senderId: string | undefined; opened: boolean; onToggle: () => void };

function More({ form, senderId, opened, onToggle }: MoreProps) {
  const { t } = useTranslation();
  const senders = useInfiniteQuery(sendersQuery);
  const others = (senders.data ?? []).filter((one) => one.id !== senderId);
  return (
    <>
      <UnstyledButton className={classes.more} aria-expanded={opened} onClick={onToggle}>
        <IconChevronDown size={17} aria-hidden="true" data-opened={opened} />
        {t('senders.more')}
      </UnstyledButton>
      <Collapse expanded={opened}>
        <div className={classes.fields}>
          <TextInput label={t('senders.replyTo')} type="email" description={t('senders.replyToHelp')} {...form.getInputProps('reply_to')} />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <NumberInput label={t('senders.perSecond')} placeholder={t('senders.noLimit')} min={1} allowDecimal={false} {...form.getInputProps('per_second')} />
            <NumberInput label={t('senders.perDay')} placeholder={t('senders.noLimit')} min={1} allowDecimal={false} {...form.getInputProps('per_day')} />
          </SimpleGrid>
          <Text size="sm" c="dimmed">
            {t('senders.limitsHelp')}
          </Text>
          {others.length > 0 && (
            <Select
              label={t('senders.fallback')}
              description={t('senders.fallbackHelp')}
              placeholder={t('senders.noFallback')}
              clearable
              data={others.map((one) => ({ value: one.id, label: one.name }))}
              {...form.getInputProps('fallback_id')}
            />
          )}
        </div>
      </Collapse>
    </>
  );
}
