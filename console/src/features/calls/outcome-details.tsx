import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { DateTimePicker, DatesProvider } from '@mantine/dates';
import '@mantine/dates/styles.css';
import 'dayjs/locale/fr';
import { IconCalendar } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { wallClockNow, wallClockOn } from '@/lib/dates';
import { Problem } from '@/lib/problem';
import { useZone } from '@/ui/zone';
import { REASONS, type Outcome, type RejectionReason } from './calls';
import type { ReportDraft } from './report-draft';

type OutcomeDetailsProps = {
  outcome: Outcome;
  draft: ReportDraft;
  error: Error | null;
  onChange: (part: Partial<ReportDraft>) => void;
};

export function OutcomeDetails({ outcome, draft, error, onChange }: OutcomeDetailsProps) {
  const { t } = useTranslation();
  const fields = error instanceof Problem ? error.fields : {};
  if (outcome === 'callback') return <CallbackTime value={draft.callback} error={fields.callback_at} onChange={onChange} />;
  if (outcome !== 'rejected') return null;
  return (
    <Radio.Group
      label={t('report.reason')}
      withAsterisk
      error={fields.reason}
      value={draft.reason ?? ''}
      onChange={(reason) => onChange({ reason: reason as RejectionReason })}
    >
      <Stack gap={8} mt={6}>
        {REASONS.map((reason) => (
          <Radio key={reason} value={reason} label={t(`reason.${reason}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

type CallbackTimeProps = { value: string | null; error: string | undefined; onChange: OutcomeDetailsProps['onChange'] };

function CallbackTime({ value, error, onChange }: CallbackTimeProps) {
  const { t, i18n } = useTranslation();
  const zone = useZone();
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
          description={t('report.zone', { zone })}
          placeholder={t('report.chooseTime')}
          leftSection={<IconCalendar size={18} aria-hidden="true" />}
          withAsterisk
          clearable
          error={error}
          valueFormat={i18n.language === 'fr' ? 'dddd D MMMM YYYY [à] HH:mm' : 'dddd D MMMM YYYY [at] HH:mm'}
          minDate={wallClockNow(zone)}
          value={value}
          onChange={(callback) => onChange({ callback })}
        />
      </DatesProvider>
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
    </Stack>
  );
}
