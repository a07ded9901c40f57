const GOOD = ['LeadConfirmed', 'LeadEmailConfirmed', 'SurveyAnswered'];
const BAD = ['LeadRejected', 'LeadBounced', 'LeadExpired', 'LeadErased', 'DuplicateSuspected', 'OptInUnsubscribed', 'SurveyUndelivered', 'SurveyUnsubscribed'];
const OURS = ['NoteWritten', 'LeadAssigned', 'LeadContacted', 'LeadCallbackPlanned', 'LeadReopened'];

export function toneOf(type: string) {
  if (GOOD.includes(type)) return 'good';
  if (BAD.includes(type)) return 'bad';
  return OURS.includes(type) ? 'ours' : 'plain';
}
