import { Accordion, ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/ui/tag';
import { KIND_ICONS } from './outcome-choice';
import { OutcomeEditor } from './outcome-editor';
import classes from './outcome-list.module.css';
import { moved, type EditedOutcome } from './outcome-settings';

type OutcomeListProps = {
  outcomes: EditedOutcome[];
  /** Those that are kept: the history may name them, so they can be switched off and not removed. */
  known: EditedOutcome[];
  write: (outcomes: EditedOutcome[]) => void;
};

export function OutcomeList({ outcomes, known, write }: OutcomeListProps) {
  const { t } = useTranslation();
  const kept = new Set(known.map((one) => one.code));
  return (
    <Accordion variant="separated" radius="md">
      {outcomes.map((outcome, place) => (
        <Accordion.Item key={outcome.code} value={outcome.code}>
          <div className={classes.control}>
            <Accordion.Control>
              <Summary outcome={outcome} />
            </Accordion.Control>
            <div className={classes.order}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('outcomes.up', { name: outcome.name })}
                disabled={place === 0}
                onClick={() => write(moved(outcomes, place, place - 1))}
              >
                <IconArrowUp size={18} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('outcomes.down', { name: outcome.name })}
                disabled={place === outcomes.length - 1}
                onClick={() => write(moved(outcomes, place, place + 1))}
              >
                <IconArrowDown size={18} />
              </ActionIcon>
            </div>
          </div>
          <Accordion.Panel>
            <OutcomeEditor
              outcome={outcome}
              write={(next) => write(outcomes.with(place, next))}
              remove={kept.has(outcome.code) ? null : () => write(outcomes.toSpliced(place, 1))}
            />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

/** What it does, without opening it. */
function Summary({ outcome }: { outcome: EditedOutcome }) {
  const { t } = useTranslation();
  const Icon = KIND_ICONS[outcome.kind];
  return (
    <span className={`${classes.row} ${outcome.active ? '' : classes.off}`}>
      <span className={classes.kind} data-outcome={outcome.kind}>
        <Icon size={18} aria-hidden="true" />
      </span>
      <span className={classes.name}>{outcome.name}</span>
      {!outcome.active && <Tag tone="stone">{t('outcomes.off')}</Tag>}
      {outcome.note_required && <Tag tone="brass">{t('outcomes.noteRequired')}</Tag>}
      {outcome.fields.length > 0 && <Tag tone="sky">{t('outcomes.fieldCount', { count: outcome.fields.length })}</Tag>}
      {outcome.retry && <Tag tone="sky">{t('outcomes.tries', { count: outcome.retry.most })}</Tag>}
      {outcome.do_not_call && <Tag tone="brick">{t('outcomes.blocks')}</Tag>}
      {outcome.tags.length > 0 && <Tag tone="pine">{t('outcomes.tagCount', { count: outcome.tags.length })}</Tag>}
    </span>
  );
}
