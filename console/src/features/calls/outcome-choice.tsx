import { Radio } from '@mantine/core';
import { IconCalendarClock, IconCheck, IconPhoneOff, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Outcome } from './calls';
import classes from './outcome-choice.module.css';

const ICONS = { confirmed: IconCheck, rejected: IconX, callback: IconCalendarClock, unreachable: IconPhoneOff };

type OutcomeChoiceProps = {
  allowed: Outcome[];
  value: Outcome | null;
  onChange: (outcome: Outcome | null) => void;
};

export function OutcomeChoice({ allowed, value, onChange }: OutcomeChoiceProps) {
  const { t } = useTranslation();
  return (
    <Radio.Group label={t('report.outcome')} value={value ?? ''} onChange={(chosen) => onChange(chosen as Outcome)}>
      <div className={classes.choices}>
        {allowed.map((outcome) => {
          const Icon = ICONS[outcome];
          return (
            <Radio.Card
              key={outcome}
              value={outcome}
              className={classes.choice}
              data-outcome={outcome}
              // A second press takes the choice back: a note alone is fine too.
              onClick={() => value === outcome && onChange(null)}
            >
              <Icon size={19} aria-hidden="true" />
              {t(`outcome.${outcome}`)}
            </Radio.Card>
          );
        })}
      </div>
    </Radio.Group>
  );
}
