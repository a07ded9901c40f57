import { SegmentedControl, Skeleton } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { MailTrial } from '@/ui/mail-trial';
import { Trouble } from '@/ui/trouble';
import { previewQuery, trySurvey } from './surveys';
import classes from './surveys.module.css';

const WIDTH = 420;
const HEIGHT = 520;

/** The mail and the page behind its link, in a frame where nothing runs and nothing can be sent. */
export function SurveyPreview({ surveyId }: { surveyId: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const preview = useQuery(previewQuery(surveyId));
  const [shown, show] = useState<'mail' | 'page'>('mail');
  const { ref, width } = useElementSize();
  const scale = Math.min(1, (width || WIDTH) / WIDTH);
  if (preview.error) return <Trouble error={preview.error} onRetry={() => void preview.refetch()} />;
  return (
    <>
      <SegmentedControl
        size="xs"
        fullWidth
        mb="sm"
        aria-label={t('surveys.preview')}
        value={shown}
        onChange={(value) => show(value as 'mail')}
        data={[
          { value: 'mail', label: t('surveys.mail') },
          { value: 'page', label: t('surveys.page') },
        ]}
      />
      {shown === 'mail' && preview.data && <p className={classes.subject}>{preview.data.subject}</p>}
      <div ref={ref} className={classes.stage} style={{ height: HEIGHT }}>
        {preview.data ? (
          <iframe
            title={t(`surveys.${shown}`)}
            sandbox=""
            srcDoc={preview.data[shown]}
            style={{ width: WIDTH, height: HEIGHT / scale, marginLeft: Math.max(0, (width - WIDTH * scale) / 2), transform: `scale(${scale})` }}
          />
        ) : (
          <Skeleton height={HEIGHT} role="status" aria-label={t('common.loading')} />
        )}
      </div>
      {may(me, 'surveys.write') && <MailTrial email={me.email} send={() => trySurvey(surveyId)} />}
    </>
  );
}
