import type { NewSender, Sender } from './senders';

/** What stands in the form. A password is never read back: empty keeps the one that is there. */
export type SenderValues = {
  kind: 'smtp' | 'ses';
  name: string;
  from_name: string;
  from_address: string;
  reply_to: string;
  smtp: { host: string; port: number | string; security: Security; username: string };
  per_second: number | string;
  per_day: number | string;
  fallback_id: string | null;
};

export type Security = 'none' | 'starttls' | 'tls';

export const PORTS: Record<Security, number> = { starttls: 587, tls: 465, none: 25 };

export const EMPTY: SenderValues = {
  kind: 'smtp',
  name: '',
  from_name: '',
  from_address: '',
  reply_to: '',
  smtp: { host: '', port: 587, security: 'starttls', username: '' },
  per_second: '',
  per_day: '',
  fallback_id: null,
};

export function valuesOf(sender: Sender): SenderValues {
  const { smtp } = sender;
  return {
    kind: sender.kind === 'ses' ? 'ses' : 'smtp',
    name: sender.name,
    from_name: sender.from_name,
    from_address: sender.from_address,
    reply_to: sender.reply_to ?? '',
    smtp: smtp
      ? { host: smtp.host, port: smtp.port, security: smtp.security as Security, username: smtp.username ?? '' }
      : EMPTY.smtp,
    per_second: sender.per_second ?? '',
    per_day: sender.per_day ?? '',
    fallback_id: sender.fallback_id,
  };
}

export function bodyOf(values: SenderValues, password: string): NewSender {
  const { smtp } = values;
  return {
    kind: values.kind,
    name: values.name || null,
    from_name: values.from_name,
    from_address: values.from_address,
    reply_to: values.reply_to || null,
    smtp:
      values.kind === 'smtp'
        ? { ...smtp, port: Number(smtp.port), username: smtp.username || null, password: password || null }
        : null,
    per_second: limit(values.per_second),
    per_day: limit(values.per_day),
    fallback_id: values.fallback_id,
  };
}

function limit(value: number | string) {
  return value === '' ? null : Number(value);
}
