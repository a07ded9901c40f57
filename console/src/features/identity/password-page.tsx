import { Alert, Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { showProblem, unplaced } from '@/ui/show-problem';
import { Trouble } from '@/ui/trouble';
import { LinkAnchor, LinkButton } from '@/ui/links';
import { AuthFrame } from './auth-frame';
import { setPassword } from './sessions';

/** Where the links of an invitation and of a forgotten password lead. */
export function PasswordPage({ token }: { token: string }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { password: '', again: '' },
    validate: { again: (again, values) => (again === values.password ? null : t('auth.passwordsDiffer')) },
  });
  const save = useMutation({
    mutationFn: (password: string) => setPassword({ token, password }),
    onError: (error) => showProblem(form, error),
  });
  const trouble = unplaced(save.error, ['password']);

  if (save.isSuccess) {
    return (
      <AuthFrame title={t('auth.passwordSaved')}>
        <Stack>
          <Alert icon={<IconCheck />}>{t('auth.passwordSavedText')}</Alert>
          <LinkButton to="/connexion" size="md">
            {t('auth.logIn')}
          </LinkButton>
        </Stack>
      </AuthFrame>
    );
  }

  return (
    <AuthFrame title={t('auth.passwordTitle')} text={t('auth.passwordText')}>
      <form onSubmit={form.onSubmit(({ password }) => save.mutate(password))} noValidate>
        <Stack>
          {trouble && <Trouble error={trouble} />}
          {trouble && <LinkAnchor to="/mot-de-passe-oublie">{t('auth.newLink')}</LinkAnchor>}
          <PasswordInput
            label={t('auth.newPassword')}
            description={t('auth.passwordRule')}
            autoComplete="new-password"
            size="md"
            autoFocus
            visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }}
            {...form.getInputProps('password')}
          />
          <PasswordInput
            label={t('auth.passwordAgain')}
            autoComplete="new-password"
            size="md"
            visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }}
            {...form.getInputProps('again')}
          />
          <Button type="submit" size="md" loading={save.isPending}>
            {t('auth.savePassword')}
          </Button>
        </Stack>
      </form>
    </AuthFrame>
  );
}
