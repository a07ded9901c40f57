import { Button, Group, Modal, Stack } from '@mantine/core';
import type { SubmitEventHandler, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Trouble } from './trouble';

type DialogFormProps = {
  title: string;
  action: string;
  busy: boolean;
  error: Error | null;
  danger?: boolean;
  onSubmit: SubmitEventHandler<HTMLFormElement>;
  onClose: () => void;
  children: ReactNode;
};

export function DialogForm({ title, action, busy, error, danger, onSubmit, onClose, children }: DialogFormProps) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={title}>
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          {error && <Trouble error={error} />}
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={busy} color={danger ? 'brick' : undefined}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
