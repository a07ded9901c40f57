import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { LinkAnchor } from '@/ui/links';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { queueQuery } from './calls';

/** Tells of a lead that came into the queue, whether a message or a poll brought it. */
export function useNewLeadNotice(enabled: boolean) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...queueQuery(), enabled });
  const known = useRef<Set<string> | null>(null);

  useEffect(() => {
    if (!data) return;
    const before = known.current;
    known.current = new Set(data.items.map((lead) => lead.id));
    for (const lead of data.items) {
      if (!before || before.has(lead.id) || lead.state !== 'assigned') continue;
      const close = () => notifications.hide(lead.id);
      notifications.show({
        id: lead.id,
        title: t('queue.newLead'),
        autoClose: 12_000,
        message: (
          <LinkAnchor to="/file/$leadId" params={{ leadId: lead.id }} onClick={close}>
            {`${lead.name} · ${lead.form_name}`}
          </LinkAnchor>
        ),
      });
    }
  }, [data, t]);

  return data?.items.length ?? 0;
}
