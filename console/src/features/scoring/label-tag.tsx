import { useTranslation } from 'react-i18next';
import { Tag } from '@/ui/tag';
import { TONES, type Label } from './labels';

export function LabelTag({ label }: { label: Label }) {
  const { t } = useTranslation();
  return <Tag tone={TONES[label]}>{t(`scoring.label.${label}`)}</Tag>;
}
