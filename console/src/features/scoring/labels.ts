import type { Label } from '@/ui/label-tag';

/** In the order of pictures. */
export const LABELS: Label[] = ['positive', 'partial', 'negative', 'unclassified'];
