import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { DateTimePicker, DatesProvider } from '@mantine/dates';
import '@mantine/dates/styles.css';
import 'dayjs/locale/fr';
import { IconCalendar } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatDate, placeOf, wallClockNow, wallClockOn, wallClockToUtc } from '@/lib/dates';
import { useZone } from '@/ui/zone';
import type { ReportDraft } from './report-draft';

type CallbackTimeProps = {
  draft: ReportDraft;
  zone: string;
  error: string | undefined;
  onChange: (part: Partial<ReportDraft>) => void;
};

/** When the person wishes to be called, on their own clock, and by whom. */
export function CallbackTime({ draft, zone, error, onChange }: CallbackTimeProps) {
  const { t, i18n } = useTranslation();
  const ours = useZone();
  const choices = [
    { label: t('report.inAnHour'), at: () => wallClockNow(zone, 60) },
    { label: t('report.inThreeHours'), at: () => wallClockNow(zone, 180) },
    { label: t('report.tomorrow'), at: () => wallClockOn(zone, 1, 9) },
    { label: t('report.inTwoDays'), at: () => wallClockOn(zone, 2, 9) },
  ];
  return (
    <Stack gap="xs">
      <DatesProvider settings={{ locale: i18n.language, firstDayOfWeek: 1 }}>
        <DateTimePicker
          label={t('report.callbackAt')}
          description={t('report.zone', { zone: placeOf(zone) })}
          placeholder={t('report.chooseTime')}
          leftSection={<IconCalendar size={18} aria-hidden="true" />}
          withAsterisk
          clearable
          error={error}
          valueFormat={i18n.language === 'fr' ? 'dddd D MMMM YYYY [à] HH:mm' : 'dddd D MMMM YYYY [at] HH:mm'}
          minDate={wallClockNow(zone)}
          value={draft.callback}
          onChange={(callback) => onChange({ callback })}
        />
      </DatesProvider>
      {draft.callback && zone !== ours && (
        <Text size="sm" c="dimmed">
          {t('report.hereAt', { at: formatDate(wallClockToUtc(draft.callback, zone), 'moment', i18n.language, ours) })}
        </Text>
      )}
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          {t('report.quick')}
        </Text>
        {choices.map((choice) => (
          <Button key={choice.label} size="compact-sm" variant="light" onClick={() => onChange({ callback: choice.at() })}>
            {choice.label}
          </Button>
        ))}
      </Group>
      <div>
        <Text size="sm" fw={500} component="p" m={0} mb={4} id="callback-by">
          {t('report.calledBy')}
        </Text>
        <SegmentedControl
          aria-labelledby="callback-by"
          fullWidth
          value={draft.anyone ? 'anyone' : 'me'}
          onChange={(by) => onChange({ anyone: by === 'anyone' })}
          data={[
            { value: 'me', label: t('report.byMe') },
            { value: 'anyone', label: t('report.byAnyone') },
          ]}
        />
      </div>
    </Stack>
  );
}
