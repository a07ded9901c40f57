import { Select, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '@/lib/ids';
import { DialogForm } from '@/ui/dialog-form';
import { handOver, handoversQuery, type Seat } from './distribution';

type HandoverDialogProps = { centreId: string; seat: Seat; seats: Seat[]; onClose: () => void };

const POOL = 'pool';

/** Everything that an agent holds goes to a colleague, or to the pool. */
export function HandoverDialog({ centreId, seat, seats, onClose }: HandoverDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const [to, setTo] = useState(POOL);
  const ask = useMutation({
    mutationFn: () => handOver(centreId, key, seat.agent_id, to === POOL ? null : to),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: handoversQuery(centreId).queryKey });
      onClose();
    },
  });
  const colleagues = seats.filter((one) => one.agent_id !== seat.agent_id).map((one) => ({ value: one.agent_id, label: one.name }));
  return (
    <DialogForm
      title={t('distribution.handover.title', { name: seat.name })}
      action={t('distribution.handover.do')}
      busy={ask.isPending}
      error={ask.error}
      onClose={onClose}
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <Text size="sm">{t('distribution.handover.text', { count: seat.held })}</Text>
      <Select
        label={t('distribution.handover.to')}
        description={to === POOL ? t('distribution.handover.poolHint') : t('distribution.handover.colleagueHint')}
        allowDeselect={false}
        searchable
        data={[{ value: POOL, label: t('distribution.handover.pool') }, ...colleagues]}
        value={to}
        onChange={(value) => value && setTo(value)}
      />
    </DialogForm>
  );
}
