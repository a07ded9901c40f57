import { inMinutes, inUnits, type Unit } from './delays';
import type { Channel, PlanDraft, PlanPage, Step } from './plans';

type Said = { subject: string; text: string };

export type StepValues = {
  channel: Channel;
  count: number;
  unit: Unit;
  line_id: string | null;
  texts: { fr: Said; en: Said };
  template: { name: string; language: string; parameters: string[] };
};

export type PlanValues = Omit<PlanDraft, 'steps' | 'form_id' | 'centre_id' | 'tag_id' | 'hours'> & {
  form_id: string | null;
  tag_id: string | null;
  centre_id: string | null;
  hours: { timezone: string; start: string; end: string; days: string[] };
  steps: StepValues[];
};

const NOTHING: Said = { subject: '', text: '' };

export function newStep(text: string): StepValues {
  return {
    channel: 'mail',
    count: 1,
    unit: 'days',
    line_id: null,
    texts: { fr: { subject: '', text }, en: { ...NOTHING } },
    template: { name: '', language: 'fr', parameters: [] },
  };
}

export function newPlan(zone: string, centre_id: string | null, text: string): PlanValues {
  return {
    name: '',
    wanted: 'unconfirmed',
    form_id: null,
    tag_id: null,
    centre_id,
    steps: [newStep(text)],
    hours: { timezone: zone, start: '09:00', end: '19:00', days: ['0', '1', '2', '3', '4', '5'] },
    most: 3,
    within_days: 7,
    ends_with_answer: true,
    centre_hours: false,
    on: false,
  };
}

export function valuesOf(plan: PlanPage): PlanValues {
  const { name, wanted, tag_id, form_id, centre_id, most, within_days, ends_with_answer, centre_hours, on, hours } = plan;
  return {
    name,
    wanted,
    tag_id: tag_id ?? null,
    form_id: form_id ?? null,
    centre_id: centre_id ?? null,
    most,
    within_days,
    ends_with_answer,
    centre_hours,
    on,
    hours: { timezone: hours?.timezone ?? '', start: hours?.start ?? '', end: hours?.end ?? '', days: (hours?.days ?? []).map(String) },
    steps: plan.steps.map(stepValues),
  };
}

function stepValues({ channel, after, line_id, texts, template }: Step): StepValues {
  return {
    channel,
    ...inUnits(after),
    line_id: line_id ?? null,
    texts: { fr: { ...NOTHING, ...texts?.fr }, en: { ...NOTHING, ...texts?.en } },
    template: { name: template?.name ?? '', language: template?.language ?? 'fr', parameters: template?.parameters ?? [] },
  };
}

export function toWire(values: PlanValues): PlanDraft {
  return {
    ...values,
    tag_id: values.wanted === 'tagged' ? values.tag_id : null,
    hours: { ...values.hours, days: values.hours.days.map(Number).sort() },
    steps: values.steps.map(({ count, unit, channel, line_id, texts, template }) => ({
      channel,
      after: inMinutes(count, unit),
      line_id: channel === 'mail' ? null : line_id,
      texts: Object.fromEntries(Object.entries(texts).filter(([, said]) => said.text.trim())),
      template: channel === 'whatsapp' && template.name ? (template as Step['template']) : null,
    })),
  };
}
