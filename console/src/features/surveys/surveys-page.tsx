import { Text } from '@mantine/core';
import { IconChecklist, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { Empty } from '@/ui/empty';
import { LinkButton } from '@/ui/links';
import { List, type Column } from '@/ui/list';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Tag } from '@/ui/tag';
import { AnsweredShare } from './standings';
import { SURVEY_TONES, surveysQuery, type Survey } from './surveys';

export function SurveysPage() {
  const { t } = useTranslation();
  const me = useMe();
  const surveys = useInfiniteQuery(surveysQuery);
  const fresh = may(me, 'surveys.write') && (
    <LinkButton to="/enquetes/nouvelle" leftSection={<IconPlus size={18} />}>
      {t('surveys.new')}
    </LinkButton>
  );

  const columns: Column<Survey>[] = [
    {
      key: 'name',
      header: t('surveys.name'),
      cell: (survey) => (
        <>
          <Link to="/enquetes/$surveyId" params={{ surveyId: survey.id }}>
            {survey.name}
          </Link>
          <Text size="sm" c="dimmed">
            {survey.form_name}
          </Text>
        </>
      ),
    },
    { key: 'state', header: t('surveys.state'), phone: 'bare', cell: (survey) => <SurveyTag survey={survey} /> },
    { key: 'share', header: t('surveys.answered'), phone: 'bare', cell: (survey) => <AnsweredShare survey={survey} /> },
    {
      key: 'started',
      header: t('surveys.started'),
      cell: (survey) => (survey.started_at ? <Moment at={survey.started_at} /> : '—'),
    },
  ];
  return (
    <Page title={t('nav.surveys')} lead={t('surveys.lead')} actions={fresh}>
      <List
        label={t('nav.surveys')}
        source={surveys}
        columns={columns}
        rowKey={(survey) => survey.id}
        empty={<Empty icon={<IconChecklist />} title={t('surveys.empty')} text={t('surveys.emptyText')} />}
      />
    </Page>
  );
}

export function SurveyTag({ survey }: { survey: Survey }) {
  const { t } = useTranslation();
  const state = survey.ended ? 'closed' : survey.state;
  return <Tag tone={SURVEY_TONES[state]}>{t(`surveys.states.${state}`)}</Tag>;
}
