import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import type { components } from '@/api/schema';

export type Survey = components['schemas']['Survey'];
export type SurveyPage = components['schemas']['SurveyPage'];
export type SurveyDraft = components['schemas']['SurveyDraft'];
export type Question = components['schemas']['SurveyQuestion'];
export type Invited = components['schemas']['Invited'];
export type Standing = Invited['state'];
export type LeadRow = components['schemas']['LeadRow'];

export const SURVEY_TONES = { gathering: 'sky', ready: 'brass', sending: 'sky', stopped: 'brass', sent: 'moss', closed: 'stone' } as const;
export const STANDINGS: readonly Standing[] = ['answered', 'mailed', 'unsubscribed', 'undelivered', 'waiting', 'left_out'];
export const MOST_BY_HAND = 100;

const SOON = 2000;

export const surveysQuery = pagedQuery(['surveys', 'list'], () => answer(client.GET('/api/v1/surveys')));

/** Looked at again and again while it moves by itself. */
export function surveyQuery(survey_id: string) {
  return queryOptions({
    queryKey: ['surveys', 'page', survey_id],
    queryFn: () => answer(client.GET('/api/v1/surveys/{survey_id}', at(survey_id))),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? SOON : false),
  });
}

/** `figures`: read anew when they change. */
export function invitedQuery(survey_id: string, state: Standing, figures: number) {
  return pagedQuery(['surveys', 'persons', survey_id, state, figures], (cursor) =>
    answer(client.GET('/api/v1/surveys/{survey_id}/persons', { params: { path: { survey_id }, query: { state, cursor } } })),
  );
}

export function previewQuery(survey_id: string) {
  return queryOptions({
    queryKey: ['surveys', 'preview', survey_id],
    queryFn: () => answer(client.GET('/api/v1/surveys/{survey_id}/preview', at(survey_id))),
    staleTime: Infinity,
  });
}

export function leadsOfQuery(form_id: string | null) {
  return pagedQuery(['surveys', 'leads', form_id], (cursor) =>
    answer(client.GET('/api/v1/leads', { params: { query: { form_id: form_id ?? undefined, cursor } } })),
  );
}

export function prepareSurvey(body: SurveyDraft) {
  return answer(client.POST('/api/v1/surveys', { body }));
}

/** To whoever asks, and nobody else. */
export function trySurvey(survey_id: string) {
  return answer(client.POST('/api/v1/surveys/{survey_id}/trials', at(survey_id)));
}

export function startSurvey(survey_id: string) {
  return answer(client.POST('/api/v1/surveys/{survey_id}/sending', at(survey_id)));
}

export function stopSurvey(survey_id: string) {
  return answer(client.DELETE('/api/v1/surveys/{survey_id}/sending', at(survey_id)));
}

export function closeSurvey(survey_id: string) {
  return answer(client.DELETE('/api/v1/surveys/{survey_id}', at(survey_id)));
}

export function isMoving({ state }: Survey) {
  return state === 'gathering' || state === 'sending';
}

/** Who could answer: a mail left for them, and did not come back. */
export function reached({ counts }: Survey) {
  return counts.mailed + counts.answered + counts.unsubscribed;
}

function at(survey_id: string) {
  return { params: { path: { survey_id } } };
}
