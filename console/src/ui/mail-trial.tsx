import { Button, Stack, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Trouble } from './trouble';

/** `step`: where it stopped, if it did. */
type MailTrialProps = { email: string; send: () => Promise<{ step: string | null; message: string }>; disabled?: boolean };

/** A mail to oneself and nobody else, and what the server said to it. */
export function MailTrial({ email, send, disabled }: MailTrialProps) {
  const { t } = useTranslation();
  const trial = useMutation({ mutationFn: send });
  return (
    <Stack gap="xs" mt="sm" align="flex-start">
      <Button variant="default" size="xs" leftSection={<IconSend size={15} />} disabled={disabled} loading={trial.isPending} onClick={() => trial.mutate()}>
        {t('mails.try', { email })}
      </Button>
      <div aria-live="polite">
        {trial.error && <Trouble error={trial.error} />}
        {trial.data && (
          <Text size="sm" c={trial.data.step === null ? 'var(--moss-ink)' : 'var(--brick-ink)'}>
            {trial.data.message}
          </Text>
        )}
      </div>
    </Stack>
  );
}
