import type { QueuedLead } from './calls';

export type QueueSection = 'new' | 'due' | 'working' | 'later';

/** The API decides the order; the sections only put words on it, in the order in which they first appear. */
export function sectionsOf(leads: QueuedLead[], now = Date.now()) {
  const sections = new Map<QueueSection, QueuedLead[]>();
  for (const lead of leads) {
    const section = sectionOf(lead, now);
    sections.set(section, [...(sections.get(section) ?? []), lead]);
  }
  return [...sections];
}

function sectionOf(lead: QueuedLead, now: number): QueueSection {
  if (lead.callback_at) return new Date(lead.callback_at).getTime() <= now ? 'due' : 'later';
  return lead.contacted_at || lead.attempts > 0 ? 'working' : 'new';
}
