import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerTrackNext } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { centreLookup } from '@/api/lookups';
import { useMe } from '@/api/me';
import { takeNext } from './distribution';

/** The lead to call now: one of the caller's own that is due, else the next of the pool where agents help themselves. */
export function NextLeadButton({ open }: { open: (leadId: string) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const centres = useQuery(centreLookup);
  const take = useMutation({
    mutationFn: takeNext,
    onSuccess: ({ lead_id, overtaken_by }) => {
      void queries.invalidateQueries({ queryKey: ['queue'] });
      if (overtaken_by) notifications.show({ message: t('distribution.next.overtaken', { name: overtaken_by }) });
      if (lead_id) open(lead_id);
      else notifications.show({ message: t('distribution.next.none') });
    },
    onError: (error) => notifications.show({ color: 'brick', message: error.message }),
  });
  // Where leads are given out there is nothing to take.
  if (centres.data?.find((centre) => centre.id === me.centre_id)?.method !== 'pull') return null;
  return (
    <Button leftSection={<IconPlayerTrackNext size={18} />} loading={take.isPending} onClick={() => take.mutate()}>
      {t('distribution.next.take')}
    </Button>
  );
}
