import { Alert, Button, Group, Select, Stack, Switch, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/me';
import { Problem } from '@/lib/problem';
import { useDraft } from '@/lib/use-draft';
import { Trouble } from '@/ui/trouble';
import { useZone } from '@/ui/zone';
import { centreQuery, officeHours, saveHours, type Centre, type OpeningHours } from './centres';
import { DaysApart } from './days-apart';
import { SpansEditor } from './spans-editor';
import { WeekPicture } from './week-picture';
import { useWeekdays } from './weekdays';
import classes from './hours-editor.module.css';

type Kept = { hours: OpeningHours | null } | null;

/** When a centre takes leads of forms that choose among several. Typed hours stay on this device until they are saved. */
export function HoursEditor({ centre }: { centre: Centre }) {
  const { t } = useTranslation();
  const me = useMe();
  const zone = useZone();
  const queries = useQueryClient();
  const kept = useDraft<Kept>(`${me.id}.hours.${centre.id}.${centre.version}`, null);
  const hours = kept.value ? kept.value.hours : centre.hours;
  const write = (next: OpeningHours | null) => {
    save.reset();
    kept.write({ hours: next });
  };
  const save = useMutation({
    mutationFn: () => saveHours(centre, hours),
    onSuccess: (saved) => {
      kept.clear();
      queries.setQueryData(centreQuery(centre.id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: ['centres'] });
      void queries.invalidateQueries({ queryKey: ['standings'] });
      notifications.show({ message: t('hours.saved') });
    },
  });
  const fields = save.error instanceof Problem ? Object.entries(save.error.fields) : [];
  return (
    <Stack>
      <Switch
        label={t('hours.always')}
        description={t('hours.alwaysHint')}
        checked={hours === null}
        onChange={(event) => write(event.currentTarget.checked ? null : (centre.hours ?? officeHours(zone)))}
      />
      {hours && <Week hours={hours} write={write} />}
      {save.error && fields.length === 0 && <Trouble error={save.error} />}
      {fields.length > 0 && (
        <Alert color="brick" role="alert">
          {fields.map(([place, message]) => (
            <Text key={place} size="sm">
              {message}
            </Text>
          ))}
        </Alert>
      )}
      <Group justify="flex-end">
        {kept.value && (
          <Button variant="default" onClick={kept.clear}>
            {t('common.cancel')}
          </Button>
        )}
        <Button leftSection={<IconDeviceFloppy size={18} />} disabled={!kept.value} loading={save.isPending} onClick={() => save.mutate()}>
          {t('hours.save')}
        </Button>
      </Group>
    </Stack>
  );
}

function Week({ hours, write }: { hours: OpeningHours; write: (hours: OpeningHours) => void }) {
  const { t } = useTranslation();
  const weekdays = useWeekdays('long');
  return (
    <>
      <WeekPicture hours={hours} />
      <Select
        label={t('hours.zone')}
        searchable
        allowDeselect={false}
        data={[...new Set([hours.timezone, ...Intl.supportedValuesOf('timeZone')])]}
        value={hours.timezone}
        onChange={(timezone) => timezone && write({ ...hours, timezone })}
      />
      <div className={classes.days}>
        {hours.week.map((spans, day) => (
          <SpansEditor
            key={weekdays[day]}
            name={weekdays[day] ?? ''}
            spans={spans}
            write={(next) => write({ ...hours, week: hours.week.with(day, next) })}
          />
        ))}
      </div>
      <Button
        variant="subtle"
        size="xs"
        style={{ alignSelf: 'start' }}
        onClick={() => write({ ...hours, week: hours.week.map((spans, day) => (day < 5 ? (hours.week[0] ?? []) : spans)) })}
      >
        {t('hours.likeMonday')}
      </Button>
      <DaysApart hours={hours} write={write} />
    </>
  );
}
