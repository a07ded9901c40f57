import { useParams } from '@tanstack/react-router';
import { NewSurveyPage } from '@/features/surveys/new-survey-page';
import { SurveyPage } from '@/features/surveys/survey-page';
import { SurveysPage } from '@/features/surveys/surveys-page';
import { Granted } from './granted';
import { unavailable } from './unavailable';

export function SurveysScreen() {
  return (
    <Granted verb="surveys.read">
      <SurveysPage />
    </Granted>
  );
}

export function NewSurveyScreen() {
  return (
    <Granted verb="surveys.write">
      <NewSurveyPage />
    </Granted>
  );
}

export function SurveyScreen() {
  const { surveyId } = useParams({ from: '/house/enquetes/$surveyId' });
  return (
    <Granted verb="surveys.read">
      <SurveyPage key={surveyId} surveyId={surveyId} missing={unavailable} />
    </Granted>
  );
}
