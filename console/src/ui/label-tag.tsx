import { useTranslation } from 'react-i18next';
import { Tag, type Tone } from './tag';

export type Label = 'positive' | 'partial' | 'negative' | 'unclassified';

/** In the order of pictures. */
export const LABELS: Label[] = ['positive', 'partial', 'negative', 'unclassified'];
/** How warm a lead is. */
export const LEVELS = ['hot', 'warm', 'cold'] as const;

const TONES: Record<Label, Tone> = { positive: 'moss', partial: 'brass', negative: 'brick', unclassified: 'stone' };

/** What came of a call. */
export function LabelTag({ label }: { label: Label }) {
  const { t } = useTranslation();
  return <Tag tone={TONES[label]}>{t(`scoring.label.${label}`)}</Tag>;
}
