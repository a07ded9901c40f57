import { Anchor, Button, PinInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionStep } from '@/api/session';
import { Trouble } from '@/ui/trouble';
import classes from './code-step.module.css';
import { giveCode } from './sessions';

type CodeStepProps = { ticket: string; onStep: (step: SessionStep) => void; onRestart: () => void };

export function CodeStep({ ticket, onStep, onRestart }: CodeStepProps) {
  const { t } = useTranslation();
  const [recovering, setRecovering] = useState(false);
  return (
    <Stack>
      {recovering ? (
        <RecoveryCodeForm ticket={ticket} onStep={onStep} />
      ) : (
        <CodeForm ticket={ticket} onStep={onStep} />
      )}
      <Anchor component="button" type="button" size="sm" onClick={() => setRecovering(!recovering)}>
        {recovering ? t('auth.useApp') : t('auth.useRecoveryCode')}
      </Anchor>
      <Anchor component="button" type="button" size="sm" c="dimmed" onClick={onRestart}>
        {t('auth.otherAccount')}
      </Anchor>
    </Stack>
  );
}

type CodeFormProps = Pick<CodeStepProps, 'ticket' | 'onStep'>;

export function CodeForm({ ticket, onStep }: CodeFormProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const give = useMutation({ mutationFn: giveCode, onSuccess: onStep, onError: () => setCode('') });
  const send = (digits: string) => give.mutate({ ticket, code: digits });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send(code);
      }}
    >
      <Stack>
        {give.error && <Trouble error={give.error} />}
        <div>
          <Text component="label" htmlFor="totp-code-1" size="sm" fw={500} mb={6} display="block">
            {t('auth.code')}
          </Text>
          <PinInput
            id="totp-code"
            aria-label={t('auth.code')}
            length={6}
            size="lg"
            gap={8}
            placeholder=""
            classNames={{ root: classes.pin }}
            type="number"
            oneTimeCode
            autoFocus
            value={code}
            error={give.isError && code === ''}
            onChange={setCode}
            onComplete={send}
          />
        </div>
        <Button type="submit" size="md" loading={give.isPending} disabled={code.length < 6}>
          {t('auth.verify')}
        </Button>
      </Stack>
    </form>
  );
}

function RecoveryCodeForm({ ticket, onStep }: CodeFormProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const give = useMutation({ mutationFn: giveCode, onSuccess: onStep });

  function send(event: SyntheticEvent) {
    event.preventDefault();
    give.mutate({ ticket, code: code.trim() });
  }

  return (
    <form onSubmit={send}>
      <Stack>
        {give.error && <Trouble error={give.error} />}
        <TextInput
          label={t('auth.recoveryCode')}
          description={t('auth.recoveryCodeHelp')}
          size="md"
          autoFocus
          autoComplete="off"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={give.isPending} disabled={!code.trim()}>
          {t('auth.verify')}
        </Button>
      </Stack>
    </form>
  );
}
