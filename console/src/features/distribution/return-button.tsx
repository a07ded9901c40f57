import { Button, Radio, Stack, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '@/lib/ids';
import { DialogForm } from '@/ui/dialog-form';
import { giveBack, RETURN_REASONS, type ReturnReason } from './distribution';

/** An agent gives a lead back to the pool, and says why. */
export function ReturnButton({ leadId, onGiven }: { leadId: string; onGiven: () => void }) {
  const { t } = useTranslation();
  const [asking, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="subtle" leftSection={<IconArrowBackUp size={18} />} onClick={dialog.open}>
        {t('distribution.return.ask')}
      </Button>
      {asking && <ReturnDialog leadId={leadId} onGiven={onGiven} onClose={dialog.close} />}
    </>
  );
}

type ReturnDialogProps = { leadId: string; onGiven: () => void; onClose: () => void };

function ReturnDialog({ leadId, onGiven, onClose }: ReturnDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const [reason, setReason] = useState<ReturnReason>('language');
  const [text, setText] = useState('');
  const give = useMutation({
    mutationFn: () => giveBack(leadId, reason, text.trim() ? { key, text: text.trim() } : null),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['queue'] });
      void queries.invalidateQueries({ queryKey: ['leads'] });
      onClose();
      onGiven();
    },
  });
  return (
    <DialogForm
      title={t('distribution.return.title')}
      action={t('distribution.return.ask')}
      busy={give.isPending}
      error={give.error}
      onClose={onClose}
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate();
      }}
    >
      <Radio.Group label={t('distribution.return.why')} value={reason} onChange={(value) => setReason(RETURN_REASONS.find((one) => one === value) ?? reason)}>
        <Stack gap="xs" mt="xs">
          {RETURN_REASONS.map((one) => (
            <Radio key={one} value={one} label={t(`distribution.return.reasons.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        label={t('distribution.return.note')}
        required={reason === 'other'}
        autosize
        minRows={2}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
