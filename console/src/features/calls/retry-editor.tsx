import { ActionIcon, Button, Group, NumberInput, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './outcome-list.module.css';
import type { RetryPlan } from './outcome-settings';

const UNITS = { minutes: 1, hours: 60, days: 1440 };
type Unit = keyof typeof UNITS;
const MOST_STEPS = 10;
const MOST_TRIES = 20;

type RetryEditorProps = { plan: RetryPlan; write: (plan: RetryPlan) => void };

/** When to try again by itself, and after how many tries to give up. */
export function RetryEditor({ plan, write }: RetryEditorProps) {
  const { t } = useTranslation();
  const { delays } = plan;
  return (
    <Stack gap="sm">
      <Text size="sm" fw={500}>
        {t('outcomes.plan')}
      </Text>
      <RetryPicture plan={plan} />
      {delays.map((delay, place) => (
        // Steps have no name of their own: their place is what they are.
        <Group key={place} gap="xs" align="flex-end" wrap="nowrap">
          <Delay
            label={t('outcomes.before', { count: place + 2 })}
            minutes={delay}
            write={(minutes) => write({ ...plan, delays: delays.with(place, minutes) })}
          />
          {delays.length > 1 && (
            <ActionIcon
              variant="subtle"
              color="brick"
              mb={4}
              aria-label={t('outcomes.removeStep', { count: place + 2 })}
              onClick={() => write({ ...plan, delays: delays.toSpliced(place, 1) })}
            >
              <IconTrash size={18} />
            </ActionIcon>
          )}
        </Group>
      ))}
      {delays.length < MOST_STEPS && (
        <Button
          variant="subtle"
          size="xs"
          style={{ alignSelf: 'start' }}
          leftSection={<IconPlus size={16} />}
          onClick={() => write({ ...plan, delays: [...delays, delays.at(-1) ?? UNITS.days], most: Math.max(plan.most, delays.length + 2) })}
        >
          {t('outcomes.addStep')}
        </Button>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput
          label={t('outcomes.most')}
          description={t('outcomes.mostText')}
          inputWrapperOrder={['label', 'input', 'description']}
          min={1}
          max={MOST_TRIES}
          allowDecimal={false}
          value={plan.most}
          onChange={(most) => typeof most === 'number' && write({ ...plan, most })}
        />
        <NumberInput
          label={t('outcomes.gap')}
          description={t('outcomes.gapText')}
          inputWrapperOrder={['label', 'input', 'description']}
          min={0}
          max={UNITS.days * 30}
          allowDecimal={false}
          value={plan.gap}
          onChange={(gap) => typeof gap === 'number' && write({ ...plan, gap })}
        />
      </SimpleGrid>
    </Stack>
  );
}

/** The plan as a road: each try, the wait before it, and the end. */
export function RetryPicture({ plan }: { plan: RetryPlan }) {
  const { t } = useTranslation();
  const waits = Array.from({ length: Math.max(0, plan.most - 1) }, (_, place) => plan.delays[Math.min(place, plan.delays.length - 1)] ?? 0);
  return (
    <ol className={classes.steps} aria-label={t('outcomes.plan')}>
      <li>
        <span className={classes.step}>{t('outcomes.firstTry')}</span>
      </li>
      {waits.map((wait, place) => (
        <li key={place}>
          <span className={classes.step}>{t(`outcomes.waits.${unitOf(wait)}`, { count: wait / UNITS[unitOf(wait)] })}</span>
        </li>
      ))}
      <li>
        <span className={`${classes.step} ${classes.end}`}>{t('outcomes.kinds.unreachable')}</span>
      </li>
    </ol>
  );
}

function Delay({ label, minutes, write }: { label: string; minutes: number; write: (minutes: number) => void }) {
  const { t } = useTranslation();
  const unit = unitOf(minutes);
  const bounded = (wanted: number) => Math.min(30 * UNITS.days, Math.max(5, Math.round(wanted)));
  return (
    <>
      <NumberInput
        label={label}
        min={1}
        allowDecimal={false}
        value={minutes / UNITS[unit]}
        onChange={(count) => typeof count === 'number' && write(bounded(count * UNITS[unit]))}
        style={{ flex: 1, maxWidth: '12rem' }}
      />
      <Select
        aria-label={t('outcomes.unit')}
        allowDeselect={false}
        data={(Object.keys(UNITS) as Unit[]).map((one) => ({ value: one, label: t(`outcomes.units.${one}`) }))}
        value={unit}
        onChange={(next) => next && write(bounded((minutes / UNITS[unit]) * UNITS[next as Unit]))}
        style={{ maxWidth: '9rem' }}
      />
    </>
  );
}

function unitOf(minutes: number): Unit {
  if (minutes % UNITS.days === 0) return 'days';
  return minutes % UNITS.hours === 0 ? 'hours' : 'minutes';
}
