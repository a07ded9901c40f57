import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconMailCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { showProblem, unplaced } from '@/ui/show-problem';
import { Trouble } from '@/ui/trouble';
import { LinkAnchor } from '@/ui/links';
import { AuthFrame } from './auth-frame';
import { askPasswordReset } from './sessions';

export function ForgottenPage() {
  const { t } = useTranslation();
  const form = useForm({ initialValues: { email: '' } });
  const ask = useMutation({
    mutationFn: askPasswordReset,
    onError: (error) => showProblem(form, error),
  });
  const trouble = unplaced(ask.error, ['email']);

  return (
    <AuthFrame title={t('auth.forgottenTitle')} text={t('auth.forgottenText')}>
      <Stack>
        {ask.isSuccess ? (
          <Alert icon={<IconMailCheck />} title={t('auth.resetSent')}>
            {t('auth.resetSentText')}
          </Alert>
        ) : (
          <form onSubmit={form.onSubmit(({ email }) => ask.mutate(email))} noValidate>
            <Stack>
              {trouble && <Trouble error={trouble} />}
              <TextInput
                label={t('auth.email')}
                type="email"
                autoComplete="username"
                size="md"
                autoFocus
                {...form.getInputProps('email')}
              />
              <Button type="submit" size="md" loading={ask.isPending}>
                {t('auth.sendReset')}
              </Button>
            </Stack>
          </form>
        )}
        <LinkAnchor to="/connexion" size="sm" ta="center">
          {t('auth.backToLogin')}
        </LinkAnchor>
      </Stack>
    </AuthFrame>
  );
}
