import type { components } from '@/api/schema';
import type { Tone } from '@/ui/tag';

export type Label = components['schemas']['NoteVerdict']['label'];

export const LABELS: Label[] = ['positive', 'partial', 'negative', 'unclassified'];

export const TONES: Record<Label, Tone> = { positive: 'moss', partial: 'brass', negative: 'brick', unclassified: 'stone' };
