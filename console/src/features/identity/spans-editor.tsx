import { ActionIcon, Text } from '@mantine/core';
import { TimeInput } from '@mantine/dates';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { nextSpan, type Span } from './centres';
import classes from './hours-editor.module.css';

const MOST = 6;

type SpansEditorProps = { name: string; spans: Span[]; write: (spans: Span[]) => void; bare?: boolean };

/** The hours of one day. `bare`: its name stands elsewhere, and is only said. */
export function SpansEditor({ name, spans, write, bare }: SpansEditorProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.day} data-bare={bare} aria-label={name}>
      {!bare && <legend>{name}</legend>}
      <div className={classes.spans}>
        {spans.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('centres.closed')}
          </Text>
        )}
        {spans.map((span, place) => (
          <span key={place} className={classes.span}>
            <TimeInput
              className={classes.time}
              aria-label={t('hours.from', { day: name, number: place + 1 })}
              value={span.start}
              onChange={(event) => event.currentTarget.value && write(spans.with(place, { ...span, start: event.currentTarget.value }))}
            />
            <span aria-hidden="true">–</span>
            <TimeInput
              className={classes.time}
              aria-label={t('hours.until', { day: name, number: place + 1 })}
              value={span.end === '24:00' ? '00:00' : span.end}
              onChange={(event) => event.currentTarget.value && write(spans.with(place, { ...span, end: endOf(event.currentTarget.value) }))}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('hours.remove', { day: name, number: place + 1 })}
              onClick={() => write(spans.toSpliced(place, 1))}
            >
              <IconMinus size={16} />
            </ActionIcon>
          </span>
        ))}
        {spans.length < MOST && (
          <ActionIcon variant="subtle" aria-label={t('hours.add', { day: name })} onClick={() => write([...spans, nextSpan(spans)])}>
            <IconPlus size={16} />
          </ActionIcon>
        )}
      </div>
    </fieldset>
  );
}

/** A clock knows no 24:00: midnight at the end of a span is that of the day's end. */
function endOf(time: string) {
  return time === '00:00' ? '24:00' : time;
}
