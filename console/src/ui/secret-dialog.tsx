import { Alert, Button, Modal, Stack, Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Copyable } from './copyable';

type SecretDialogProps = { title: string; text: string; label: string; secret: string; onClose: () => void };

/** A secret that the API shows once: it closes by its button only, never by a stray click or key. */
export function SecretDialog({ title, text, label, secret, onClose }: SecretDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={title} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false}>
      <Stack>
        <Text>{text}</Text>
        <Copyable value={secret} label={label} />
        <Alert color="brass" icon={<IconEyeOff />}>
          {t('common.shownOnce')}
        </Alert>
        <Button onClick={onClose} data-autofocus>
          {t('common.putAway')}
        </Button>
      </Stack>
    </Modal>
  );
}
