import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/me';
import { Problem } from '@/lib/problem';
import { Trouble } from '@/ui/trouble';
import { trySender, type Sender, type Tried } from './senders';
import classes from './trial-dialog.module.css';

/** One mail, at once, and step by step how far it came. */
export function TrialDialog({ sender, onClose }: { sender: Sender; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const [to, setTo] = useState(me.email);
  const trial = useMutation({ mutationFn: () => trySender(sender.id, to) });
  const fault = trial.error instanceof Problem ? trial.error.fields.to : undefined;
  return (
    <Modal opened onClose={onClose} title={t('senders.trial.title', { name: sender.name })}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          trial.mutate();
        }}
      >
        <Stack>
          {trial.error && !fault && <Trouble error={trial.error} />}
          <TextInput
            label={t('senders.trial.to')}
            type="email"
            value={to}
            error={fault}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <div aria-live="polite">{trial.data && !trial.isPending && <Result tried={trial.data} />}</div>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('senders.trial.close')}
            </Button>
            <Button type="submit" loading={trial.isPending} data-autofocus>
              {trial.data ? t('senders.trial.again') : t('senders.trial.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Result({ tried }: { tried: Tried }) {
  const { t } = useTranslation();
  const stopped = tried.step === null ? tried.steps.length : tried.steps.indexOf(tried.step);
  return (
    <div className={classes.result} data-good={tried.step === null}>
      <ol className={classes.steps}>
        {tried.steps.map((step, index) => (
          <li key={step} data-state={stateOf(index, stopped)}>
            {ICONS[stateOf(index, stopped)]}
            {t(`senders.steps.${step as 'name'}`)}
          </li>
        ))}
      </ol>
      <Text fw={600}>{tried.message}</Text>
      {tried.answered && (
        <Text size="sm" c="dimmed" mt={6} style={{ overflowWrap: 'anywhere' }}>
          {t('senders.trial.answered')} <code>{tried.answered}</code>
        </Text>
      )}
    </div>
  );
}

type StepState = 'done' | 'failed' | 'left';

const ICONS: Record<StepState, React.ReactNode> = {
  done: <IconCheck size={15} aria-hidden="true" />,
  failed: <IconX size={15} aria-hidden="true" />,
  left: <IconMinus size={15} aria-hidden="true" />,
};

function stateOf(index: number, stopped: number): StepState {
  if (index < stopped) return 'done';
  return index === stopped ? 'failed' : 'left';
}
