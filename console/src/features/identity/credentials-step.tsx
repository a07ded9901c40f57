import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SessionStep } from '@/api/session';
import { showProblem, unplaced } from '@/ui/show-problem';
import { Trouble } from '@/ui/trouble';
import { LinkAnchor } from '@/ui/links';
import { logIn } from './sessions';

const FIELDS = ['email', 'password'] as const;

export function CredentialsStep({ onStep }: { onStep: (step: SessionStep) => void }) {
  const { t } = useTranslation();
  const form = useForm({ initialValues: { email: '', password: '' } });
  const login = useMutation({
    mutationFn: logIn,
    onSuccess: onStep,
    onError: (error) => showProblem(form, error),
  });
  const trouble = unplaced(login.error, FIELDS);

  return (
    <form onSubmit={form.onSubmit((values) => login.mutate(values))} noValidate>
      <Stack>
        {trouble && <Trouble error={trouble} />}
        <TextInput
          label={t('auth.email')}
          type="email"
          name="email"
          autoComplete="username"
          autoFocus
          size="md"
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('auth.password')}
          name="password"
          autoComplete="current-password"
          size="md"
          visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }}
          {...form.getInputProps('password')}
        />
        <Button type="submit" size="md" loading={login.isPending}>
          {t('auth.logIn')}
        </Button>
        <LinkAnchor to="/mot-de-passe-oublie" size="sm" ta="center">
          {t('auth.forgotten')}
        </LinkAnchor>
      </Stack>
    </form>
  );
}
