import { Anchor, Loader, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SessionStep } from '@/api/session';
import { Copyable } from '@/ui/copyable';
import { Trouble } from '@/ui/trouble';
import { CodeForm } from './code-step';
import classes from './enrolment-step.module.css';
import { startEnrolment } from './sessions';

type EnrolmentStepProps = { ticket: string; onStep: (step: SessionStep) => void; onRestart: () => void };

export function EnrolmentStep({ ticket, onStep, onRestart }: EnrolmentStepProps) {
  const { t } = useTranslation();
  // Asking again would make another secret, so this answer is never refreshed behind the reader's back.
  const enrolment = useQuery({
    queryKey: ['enrolment', ticket],
    queryFn: () => startEnrolment(ticket),
    staleTime: Infinity,
    retry: false,
    refetchOnReconnect: false,
  });

  if (enrolment.error) return <Trouble error={enrolment.error} onRetry={onRestart} />;
  if (!enrolment.data) return <Loader aria-label={t('common.loading')} />;
  return (
    <Stack gap="lg">
      <ol className={classes.steps}>
        <li>
          <Text>{t('auth.enrol.scan')}</Text>
          <img className={classes.qr} src={picture(enrolment.data.qr_svg)} alt={t('auth.enrol.qr')} />
          <Text size="sm" c="dimmed" mb={6}>
            {t('auth.enrol.secret')}
          </Text>
          <Copyable value={enrolment.data.secret} label={t('auth.enrol.secretName')} />
        </li>
        <li>
          <Text mb="xs">{t('auth.enrol.confirm')}</Text>
          <CodeForm ticket={ticket} onStep={onStep} />
        </li>
      </ol>
      <Anchor component="button" type="button" size="sm" c="dimmed" onClick={onRestart}>
        {t('auth.otherAccount')}
      </Anchor>
    </Stack>
  );
}

// As an image, the drawing cannot run anything; but an image, unlike a part of the page, must name its namespace.
function picture(svg: string) {
  const drawing = svg.includes('xmlns=') ? svg : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
}
