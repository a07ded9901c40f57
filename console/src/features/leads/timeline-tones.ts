const GOOD = ['LeadConfirmed', 'LeadEmailConfirmed', 'SurveyAnswered', 'LeadAnswered'];
const BAD = ['LeadRejected', 'LeadCallbackMissed', 'LeadBounced', 'LeadExpired', 'LeadErased', 'FileVanished', 'FileErased', 'DuplicateSuspected', 'OptInUnsubscribed', 'SurveyUndelivered', 'SurveyUnsubscribed'];
const OURS = ['CallPlaced', 'CallReceived', 'CallConnected', 'CallEnded', 'CallTranscribed', 'RecordingOpened', 'TranscriptOpened', 'NoteWritten', 'NoteLabelled', 'LeadRouted', 'LeadAssigned', 'LeadContacted', 'LeadCallbackPlanned', 'LeadNotReached', 'LeadReopened', 'LeadCorrected', 'LeadTakenOver', 'PersonTagged', 'PersonListed', 'PersonUnlisted'];

export function toneOf(type: string) {
  if (GOOD.includes(type)) return 'good';
  if (BAD.includes(type)) return 'bad';
  return OURS.includes(type) ? 'ours' : 'plain';
}
