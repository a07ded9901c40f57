import { Alert, Progress, Skeleton, Stack, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { Facts } from '@/ui/facts';
import { LinkAnchor } from '@/ui/links';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { InvitedList } from './invited-list';
import { Results } from './results';
import { AnsweredShare, Standings } from './standings';
import { SurveyActions } from './survey-actions';
import { SurveyPreview } from './survey-preview';
import { STANDINGS, surveyQuery, type Standing, type SurveyPage as Survey } from './surveys';
import { SurveyTag } from './surveys-page';
import classes from './surveys.module.css';

type SurveyPageProps = { surveyId: string; missing: (error: Error, retry: () => void) => ReactNode };

export function SurveyPage({ surveyId, missing }: SurveyPageProps) {
  const { t } = useTranslation();
  const survey = useQuery(surveyQuery(surveyId));
  const back = (
    <LinkAnchor to="/enquetes" inherit>
      {t('nav.surveys')}
    </LinkAnchor>
  );
  if (survey.error && !survey.data) return missing(survey.error, () => void survey.refetch());
  if (!survey.data) {
    return (
      <Page title={t('surveys.one')} back={back}>
        <Skeleton height={320} radius="lg" role="status" aria-label={t('common.loading')} />
      </Page>
    );
  }
  return <LoadedSurvey survey={survey.data} back={back} />;
}

function LoadedSurvey({ survey, back }: { survey: Survey; back: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const [chosen, choose] = useState<Standing | null>(null);
  const shown = chosen ?? STANDINGS.find((standing) => survey.counts[standing] > 0) ?? 'waiting';
  const everybody = STANDINGS.reduce((sum, standing) => sum + survey.counts[standing], 0);
  return (
    <Page
      title={survey.name}
      lead={survey.form_name}
      back={back}
      badge={<SurveyTag survey={survey} />}
      actions={may(me, 'surveys.write') && <SurveyActions survey={survey} />}
    >
      <Stack>
        <Progressing survey={survey} everybody={everybody} />
        <div className={classes.columns}>
          <Stack>
            {survey.started_at && (
              <Panel title={t('surveys.results')} aside={<AnsweredShare survey={survey} />}>
                <Results questions={survey.questions} />
              </Panel>
            )}
            <Panel title={t('surveys.persons')}>
              {everybody === 0 ? (
                <Text c="dimmed">{survey.state === 'gathering' ? t('surveys.gathering') : t('surveys.nobodyFound')}</Text>
              ) : (
                <Stack>
                  <Standings survey={survey} shown={shown} onShow={choose} />
                  <InvitedList survey={survey} standing={shown} />
                </Stack>
              )}
            </Panel>
          </Stack>
          <Stack>
            <Panel title={t('surveys.settings')}>
              <Settings survey={survey} />
            </Panel>
            <Panel title={t('surveys.preview')}>
              <SurveyPreview surveyId={survey.id} />
            </Panel>
          </Stack>
        </div>
      </Stack>
    </Page>
  );
}

/** What it is at, or waits for, in words and as a bar. */
function Progressing({ survey, everybody }: { survey: Survey; everybody: number }) {
  const { t } = useTranslation();
  const { counts, state } = survey;
  if (state === 'gathering') {
    return <Progress value={100} animated aria-label={t('surveys.gathering')} />;
  }
  if (state === 'ready') {
    return (
      <Alert color="brass" variant="light" icon={<IconUsers />} title={t('surveys.readyTitle', { count: counts.waiting })}>
        {counts.left_out > 0 && t('surveys.leftOut', { count: counts.left_out })} {t('surveys.readyText', { count: survey.days })}
      </Alert>
    );
  }
  if (state !== 'sending' && state !== 'stopped') return null;
  const toMail = everybody - counts.left_out;
  const gone = toMail - counts.waiting;
  const words = t('surveys.mailsLeft', { gone, count: toMail });
  return (
    <div>
      <Text size="sm" mb={6} role="status">
        {words} {state === 'sending' && t('surveys.pace')}
      </Text>
      <Progress value={(gone / Math.max(1, toMail)) * 100} animated={state === 'sending'} aria-label={words} />
    </div>
  );
}

function Settings({ survey }: { survey: Survey }) {
  const { t } = useTranslation();
  const { audience } = survey;
  return (
    <Facts
      facts={[
        {
          label: t('surveys.audience'),
          value: audience.form_id ? t(`surveys.who.${audience.who ?? 'confirmed_address'}`) : t('surveys.byHand', { count: audience.lead_ids?.length ?? 0 }),
        },
        { label: t('surveys.formVersion'), value: survey.form_version },
        { label: t('surveys.linkLife'), value: t('surveys.days', { count: survey.days }) },
        survey.started_at && { label: t('surveys.started'), value: <Moment at={survey.started_at} exact /> },
        survey.ends_at && { label: t('surveys.ends'), value: <Moment at={survey.ends_at} exact /> },
        ...Object.entries(survey.left_out).map(([reason, count]) => ({
          label: t(`surveys.reasons.${reason as 'no_email'}`),
          value: count.toLocaleString(),
        })),
      ]}
    />
  );
}
