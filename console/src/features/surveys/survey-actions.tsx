import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '@/ui/confirm-button';
import { closeSurvey, startSurvey, stopSurvey, type SurveyPage } from './surveys';

/** What may be done with a survey where it stands. */
export function SurveyActions({ survey }: { survey: SurveyPage }) {
  const { t } = useTranslation();
  const start = useDeed(survey.id, startSurvey);
  const stop = useDeed(survey.id, stopSurvey);
  const close = useDeed(survey.id, closeSurvey);
  return (
    <>
      {survey.state === 'ready' && survey.counts.waiting > 0 && (
        <ConfirmButton
          variant="filled"
          leftSection={<IconSend size={17} />}
          title={t('surveys.sendTitle', { count: survey.counts.waiting })}
          text={t('surveys.sendText')}
          action={t('surveys.send')}
          mutation={start}
        >
          {t('surveys.sendTo', { count: survey.counts.waiting })}
        </ConfirmButton>
      )}
      {survey.state === 'sending' && (
        <Button variant="default" leftSection={<IconPlayerPause size={17} />} loading={stop.isPending} onClick={() => stop.mutate(undefined)}>
          {t('surveys.stop')}
        </Button>
      )}
      {survey.state === 'stopped' && !survey.ended && (
        <Button leftSection={<IconPlayerPlay size={17} />} loading={start.isPending} onClick={() => start.mutate(undefined)}>
          {t('surveys.resume')}
        </Button>
      )}
      {survey.state !== 'closed' && (
        <ConfirmButton
          title={t('surveys.closeTitle')}
          text={survey.started_at ? t('surveys.closeText') : t('surveys.dropText')}
          action={survey.started_at ? t('surveys.close') : t('surveys.drop')}
          mutation={close}
        >
          {survey.started_at ? t('surveys.close') : t('surveys.drop')}
        </ConfirmButton>
      )}
    </>
  );
}

function useDeed(surveyId: string, deed: (survey_id: string) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation<unknown, Error, undefined>({
    mutationFn: () => deed(surveyId),
    onSettled: () => queries.invalidateQueries({ queryKey: ['surveys'] }),
    onError: (error) => notifications.show({ color: 'brick', message: error.message }),
  });
}
