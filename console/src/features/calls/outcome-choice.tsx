import { Radio } from '@mantine/core';
import { IconCalendarClock, IconCheck, IconPhoneOff, IconPhoneX, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Outcome } from './calls';
import classes from './outcome-choice.module.css';

export const KIND_ICONS = {
  confirmed: IconCheck,
  rejected: IconX,
  callback: IconCalendarClock,
  not_reached: IconPhoneX,
  unreachable: IconPhoneOff,
};

type OutcomeChoiceProps = {
  allowed: Outcome[];
  value: Outcome | null;
  onChange: (code: string | null) => void;
};

/** What the centre lets one say of a call, in its own words and order; the colour says what it does to the lead. */
export function OutcomeChoice({ allowed, value, onChange }: OutcomeChoiceProps) {
  const { t } = useTranslation();
  return (
    <Radio.Group label={t('report.outcome')} value={value?.code ?? ''} onChange={onChange}>
      <div className={classes.choices}>
        {allowed.map((outcome) => {
          const Icon = KIND_ICONS[outcome.kind];
          return (
            <Radio.Card
              key={outcome.code}
              value={outcome.code}
              className={classes.choice}
              data-outcome={outcome.kind}
              // A second press takes the choice back: a note alone is fine too.
              onClick={() => value?.code === outcome.code && onChange(null)}
            >
              <Icon size={19} aria-hidden="true" />
              {outcome.name}
            </Radio.Card>
          );
        })}
      </div>
    </Radio.Group>
  );
}
