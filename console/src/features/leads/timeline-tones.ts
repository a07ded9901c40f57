const GOOD = ['LeadConfirmed', 'LeadEmailConfirmed', 'SurveyAnswered'];
const BAD = ['LeadRejected', 'LeadBounced', 'LeadExpired', 'LeadErased', 'FileVanished', 'FileErased', 'DuplicateSuspected', 'OptInUnsubscribed', 'SurveyUndelivered', 'SurveyUnsubscribed'];
const OURS = ['NoteWritten', 'LeadRouted', 'LeadAssigned', 'LeadContacted', 'LeadCallbackPlanned', 'LeadReopened', 'LeadCorrected'];

export function toneOf(type: string) {
  if (GOOD.includes(type)) return 'good';
  if (BAD.includes(type)) return 'bad';
  return OURS.includes(type) ? 'ours' : 'plain';
}
