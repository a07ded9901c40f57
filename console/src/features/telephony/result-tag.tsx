import { useTranslation } from 'react-i18next';
import { Tag, type Tone } from '@/ui/tag';
import type { Call } from './calls';

const TONES: Record<Call['result'], Tone> = {
  asked: 'sky',
  ringing: 'sky',
  waiting: 'brass',
  talking: 'pine',
  talked: 'moss',
  ended: 'stone',
  missed: 'brick',
  abandoned: 'brass',
  unanswered: 'brass',
  refused: 'brick',
  unknown: 'stone',
};

export function ResultTag({ call }: { call: Call }) {
  const { t } = useTranslation();
  return <Tag tone={TONES[call.result]}>{t(`calls.result.${call.result}`)}</Tag>;
}
