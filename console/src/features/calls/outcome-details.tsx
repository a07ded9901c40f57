import { Radio, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatDate } from '@/lib/dates';
import { Problem } from '@/lib/problem';
import { CallbackTime } from './callback-time';
import { REASONS, type Outcome, type RejectionReason } from './calls';
import { OutcomeFields } from './outcome-fields';
import { asksReason, type ReportDraft } from './report-draft';

type OutcomeDetailsProps = {
  outcome: Outcome;
  /** The clock that the person lives by. */
  zone: string;
  draft: ReportDraft;
  error: Error | null;
  onChange: (part: Partial<ReportDraft>) => void;
};

/** What an outcome asks for beside itself: why, when, and what the centre wants to know. */
export function OutcomeDetails({ outcome, zone, draft, error, onChange }: OutcomeDetailsProps) {
  const { t } = useTranslation();
  const fields = error instanceof Problem ? error.fields : {};
  return (
    <>
      {outcome.kind === 'callback' && <CallbackTime draft={draft} zone={zone} error={fields.callback_at} onChange={onChange} />}
      {asksReason(outcome) && (
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
      )}
      {outcome.kind === 'not_reached' && <NextTry outcome={outcome} zone={zone} />}
      {outcome.do_not_call && (
        <Text size="sm" c="brick">
          {t('report.blocks')}
        </Text>
      )}
      {outcome.fields.length > 0 && (
        <OutcomeFields
          fields={outcome.fields}
          answers={draft.answers}
          errors={fields}
          onChange={(answers) => onChange({ answers })}
        />
      )}
    </>
  );
}

/** What the plan will do by itself, before the agent says so. */
function NextTry({ outcome, zone }: { outcome: Outcome; zone: string }) {
  const { t, i18n } = useTranslation();
  const most = outcome.retry?.most ?? 0;
  const values = { count: outcome.tries + 1, most, zone };
  return (
    <Text size="sm" role="status">
      {outcome.next_try_at
        ? t('report.nextTry', { ...values, at: formatDate(outcome.next_try_at, 'full', i18n.language, zone) })
        : t('report.lastTry', values)}
    </Text>
  );
}
