import { Alert } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { beginSession, type SessionStep } from '@/api/session';
import { AuthFrame } from './auth-frame';
import { CodeStep } from './code-step';
import { CompanyStep } from './company-step';
import { CredentialsStep } from './credentials-step';
import { EnrolmentStep } from './enrolment-step';
import { RecoveryCodes } from './recovery-codes';

export function LoginPage({ sessionLost }: { sessionLost: boolean }) {
  const { t } = useTranslation();
  const [step, setStep] = useState<SessionStep | null>(null);
  const words = step?.step ?? 'credentials';

  function advance(next: SessionStep) {
    // Recovery codes are shown this once, so the session waits until they are put away.
    if (next.step === 'done' && !next.recovery_codes?.length) beginSession(next);
    else setStep(next);
  }

  return (
    <AuthFrame title={t(`auth.title.${words}`)} text={t(`auth.text.${words}`)}>
      {sessionLost && !step && (
        <Alert icon={<IconInfoCircle />} color="brass" mb="lg">
          {t('auth.sessionLost')}
        </Alert>
      )}
      {step ? (
        <NextStep step={step} onStep={advance} onRestart={() => setStep(null)} />
      ) : (
        <CredentialsStep onStep={advance} />
      )}
    </AuthFrame>
  );
}

type NextStepProps = { step: SessionStep; onStep: (step: SessionStep) => void; onRestart: () => void };

function NextStep({ step, onStep, onRestart }: NextStepProps) {
  const way = { ticket: step.ticket ?? '', onStep, onRestart };
  switch (step.step) {
    case 'tenant':
      return <CompanyStep choices={step.choices ?? []} {...way} />;
    case 'totp':
      return <CodeStep {...way} />;
    case 'enrolment':
      return <EnrolmentStep {...way} />;
    case 'done':
      return <RecoveryCodes codes={step.recovery_codes ?? []} onKept={() => beginSession(step)} />;
  }
}
