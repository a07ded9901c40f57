import type { components } from '@/api/schema';

export type Reason = components['schemas']['HeldPost']['reason'];
export type HeldFilters = { form_id?: string; reason?: Reason };

/** Apart from the screen, since the router reads them at the start. */
export const REASONS: Reason[] = ['honeypot', 'quick', 'forged', 'unproven', 'work', 'address', 'form', 'disposable'];
