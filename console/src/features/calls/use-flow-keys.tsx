import { Kbd, Modal } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from './flow-keys.module.css';
import type { Neighbours } from './use-neighbours';

export const NOTE_FIELD = 'report-note';
/** The menu gives its button an id of its own. */
export const MODELS_BUTTON = { 'data-note-models': true };

const KEYS = [
  ['J', 'next'],
  ['K', 'previous'],
  ['N', 'note'],
  ['P', 'models'],
  ['Ctrl + ↵', 'send'],
  ['/', 'search'],
  ['Esc', 'leave'],
] as const;

/** The keys of the agent's screen. They rest while somebody types; Escape leaves the field. */
export function useFlowKeys({ previous, next }: Neighbours) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [opened, dialog] = useDisclosure(false);
  const go = (leadId: string | undefined) => {
    if (leadId) void navigate({ to: '/file/$leadId', params: { leadId }, search: true });
  };

  useHotkeys([
    ['J', () => go(next)],
    ['K', () => go(previous)],
    ['ArrowRight', () => go(next)],
    ['ArrowLeft', () => go(previous)],
    ['N', () => document.getElementById(NOTE_FIELD)?.focus()],
    ['P', openModels],
    ['shift+?', dialog.open],
  ]);
  useHotkeys([['Escape', leaveField, { preventDefault: false }]], []);

  return {
    open: dialog.open,
    dialog: (
      <Modal opened={opened} onClose={dialog.close} title={t('flow.keys')} size="sm">
        <dl className={classes.keys}>
          {KEYS.map(([key, what]) => (
            <div key={key}>
              <dt>
                <Kbd>{key}</Kbd>
              </dt>
              <dd>{t(`flow.keysList.${what}`)}</dd>
            </div>
          ))}
        </dl>
      </Modal>
    ),
  };
}

function openModels() {
  const button = document.querySelector<HTMLElement>('[data-note-models]');
  // Whoever is at the top of the page sees what the key did.
  button?.scrollIntoView({ block: 'center' });
  button?.click();
}

function leaveField() {
  const field = document.activeElement;
  if (field?.id === NOTE_FIELD) (field as HTMLElement).blur();
}
