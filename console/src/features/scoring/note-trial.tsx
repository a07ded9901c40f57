import { Button, Group, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LabelTag } from '@/ui/label-tag';
import { Trouble } from '@/ui/trouble';
import { DecidedWords } from './decided-words';
import { tryOut } from './scoring';
import classes from './scoring.module.css';

/** A note typed here is read at once, and not kept. */
export function NoteTrial() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const trial = useMutation({ mutationFn: async (said: string) => ({ said, verdict: await tryOut(said) }) });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        trial.mutate(text.trim());
      }}
    >
      <Textarea
        label={t('scoring.tryNote')}
        description={t('scoring.tryText')}
        placeholder={t('scoring.tryExample')}
        autosize
        minRows={2}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group mt="sm">
        <Button type="submit" variant="default" disabled={!text.trim()} loading={trial.isPending}>
          {t('scoring.tryIt')}
        </Button>
      </Group>
      {trial.error && <Trouble error={trial.error} />}
      {trial.data && (
        <div className={classes.trial} role="status">
          <LabelTag label={trial.data.verdict.label} />
          <p className={classes.noteText}>
            <DecidedWords text={trial.data.said} spans={trial.data.verdict.spans} />
          </p>
          <Text size="sm" c="dimmed">
            {t(`scoring.engine.${trial.data.verdict.engine}`)}
            {trial.data.verdict.trouble && ` ${t(`scoring.trouble.${trial.data.verdict.trouble}`)}`}
          </Text>
        </div>
      )}
    </form>
  );
}
