import { Button, Text } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Tag, type Tone } from '@/ui/tag';
import { Trouble } from '@/ui/trouble';
import { openTranscript, type Call, type Turn } from './calls';
import { clockOf } from './durations';
import classes from './transcript.module.css';

const TONES: Record<NonNullable<Turn['sentiment']>, Tone> = { positive: 'moss', negative: 'brick', neutral: 'stone', mixed: 'brass' };

/** What was said, once somebody asks to read it: that they did stands in the history. */
export function Transcript({ call }: { call: Call }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const read = useMutation({
    mutationFn: () => openTranscript(call.lead_id, call.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['leads', 'page', call.lead_id] }),
  });
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconMessages size={16} />}
        loading={read.isPending}
        aria-expanded={Boolean(read.data)}
        onClick={() => (read.data ? read.reset() : read.mutate())}
      >
        {read.data ? t('calls.hide') : t('calls.read')}
      </Button>
      {read.error && <Trouble error={read.error} />}
      {read.data && <Turns turns={read.data.turns} />}
    </>
  );
}

function Turns({ turns }: { turns: Turn[] }) {
  const { t } = useTranslation();
  if (turns.length === 0) return <Text c="dimmed">{t('calls.silent')}</Text>;
  return (
    <>
      <ol className={classes.turns} aria-label={t('calls.transcript')} tabIndex={0}>
        {turns.map((turn, place) => (
          <li key={place} data-by={turn.by}>
            <div className={classes.head}>
              <strong>{turn.by === 'agent' ? (turn.name ?? t('calls.agent')) : t('calls.person')}</strong>
              <span>{clockOf(turn.at_s * 1000)}</span>
              {turn.sentiment && turn.sentiment !== 'neutral' && <Tag tone={TONES[turn.sentiment]}>{t(`calls.felt.${turn.sentiment}`)}</Tag>}
            </div>
            <p>{turn.text}</p>
          </li>
        ))}
      </ol>
      <Text size="sm" c="dimmed">
        {t('calls.opened')}
      </Text>
    </>
  );
}
