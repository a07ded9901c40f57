import { IconBrandWhatsapp, IconMail, IconMessage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { inUnits } from './delays';
import type { Channel, Step } from './plans';
import classes from './campaigns.module.css';

export const ICONS = { mail: IconMail, sms: IconMessage, whatsapp: IconBrandWhatsapp } as const;

type StripStep = Pick<Step, 'channel' | 'after'>;

/** A plan at a glance: what leaves, one after the other, and how long is waited in between. */
export function StepStrip({ steps }: { steps: readonly StripStep[] }) {
  const { t } = useTranslation();
  return (
    <ol className={classes.strip} aria-label={t('relances.steps')}>
      {steps.map((step, number) => (
        <li key={number}>
          <span className={classes.wait}>+ {t(`relances.units.${inUnits(step.after).unit}`, { count: inUnits(step.after).count })}</span>
          <ChannelIcon channel={step.channel} />
        </li>
      ))}
    </ol>
  );
}

export function ChannelIcon({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const Icon = ICONS[channel];
  return (
    <span className={classes.channel} data-channel={channel} title={t(`relances.channels.${channel}`)}>
      <Icon size={16} aria-label={t(`relances.channels.${channel}`)} />
    </span>
  );
}
