import { ActionIcon, Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { COUNTRIES_WITH_HOLIDAYS, holidaysOf } from '@/lib/holidays';
import { useNow } from '@/lib/use-now';
import type { DayApart, OpeningHours } from './centres';
import { SpansEditor } from './spans-editor';
import classes from './hours-editor.module.css';

type DaysApartProps = { hours: OpeningHours; write: (hours: OpeningHours) => void };

/** Holidays, and other days with hours of their own. */
export function DaysApart({ hours, write }: DaysApartProps) {
  const { t } = useTranslation();
  const days = hours.days_apart ?? [];
  const set = (next: DayApart[]) => write({ ...hours, days_apart: next });
  const inOrder = (next: DayApart[]) => set(next.toSorted((one, other) => one.day.localeCompare(other.day)));
  return (
    <Stack gap="sm">
      <Title order={3} size="h5">
        {t('hours.apart')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('hours.apartHint')}
      </Text>
      <ul className={classes.apart}>
        {days.map((apart, place) => (
          <li key={place}>
            <TextInput
              type="date"
              aria-label={t('hours.day', { number: place + 1 })}
              value={apart.day}
              onChange={(event) => event.currentTarget.value && set(days.with(place, { ...apart, day: event.currentTarget.value }))}
            />
            <TextInput
              aria-label={t('hours.name', { day: apart.day })}
              placeholder={t('hours.namePlaceholder')}
              maxLength={60}
              value={apart.name}
              onChange={(event) => set(days.with(place, { ...apart, name: event.currentTarget.value }))}
            />
            <SpansEditor
              bare
              name={apart.name || apart.day}
              spans={apart.spans ?? []}
              write={(spans) => set(days.with(place, { ...apart, spans }))}
            />
            <ActionIcon
              variant="subtle"
              color="brick"
              aria-label={t('hours.removeDay', { day: apart.name || apart.day })}
              onClick={() => set(days.toSpliced(place, 1))}
            >
              <IconTrash size={17} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Holidays known={days} add={(more) => inOrder([...days, ...more])} />
    </Stack>
  );
}

function Holidays({ known, add }: { known: DayApart[]; add: (days: DayApart[]) => void }) {
  const { t, i18n } = useTranslation();
  const [country, setCountry] = useState<string>('FR');
  const today = isoDay(useNow(3_600_000));
  const year = Number(today.slice(0, 4));
  const taken = new Set(known.map(({ day }) => day));
  const coming = [...holidaysOf(country, year), ...holidaysOf(country, year + 1)].filter(({ day }) => day >= today && !taken.has(day));
  const named = new Intl.DisplayNames(i18n.language, { type: 'region' });
  return (
    <Group align="end" gap="sm">
      <Button variant="subtle" size="xs" leftSection={<IconPlus size={15} />} onClick={() => add([{ day: today, name: '', spans: [] }])}>
        {t('hours.addDay')}
      </Button>
      <Select
        size="xs"
        w={150}
        aria-label={t('hours.holidaysOf')}
        allowDeselect={false}
        data={COUNTRIES_WITH_HOLIDAYS.map((code) => ({ value: code, label: named.of(code) ?? code }))}
        value={country}
        onChange={(code) => code && setCountry(code)}
      />
      {coming.length > 0 && (
        <Button variant="default" size="xs" onClick={() => add(coming.map((holiday) => ({ ...holiday, spans: [] })))}>
          {t('hours.addHolidays', { count: coming.length })}
        </Button>
      )}
    </Group>
  );
}

function isoDay(ms: number) {
  return new Date(ms).toISOString().slice(0, 10);
}
