import { useTranslation } from 'react-i18next';
import type fr from '@/locales/fr.json';
import { Tag, type Tone } from './tag';

export type LeadState = keyof typeof fr.lead.state;

const TONES: Record<LeadState, Tone> = {
  pending: 'stone',
  ready: 'sky',
  assigned: 'brass',
  in_progress: 'pine',
  callback: 'sky',
  confirmed: 'moss',
  rejected: 'brick',
  unreachable: 'stone',
  expired: 'stone',
  bounced: 'brick',
  erased: 'stone',
};

export const LEAD_STATES = Object.keys(TONES) as LeadState[];

/** How far its centre has come with a lead: nobody has called, somebody has, it was closed. */
export const LEAD_STAGES = ['none', 'in_progress', 'finished'] as const;
export type LeadStage = (typeof LEAD_STAGES)[number];

export function LeadStateTag({ state }: { state: LeadState }) {
  const { t } = useTranslation();
  return <Tag tone={TONES[state]}>{t(`lead.state.${state}`)}</Tag>;
}
