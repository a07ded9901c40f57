import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { noticesQuery } from './notices';

const SHOWN_MS = 10_000;
const SHOWN_AT_ONCE = 3;

/** How many are unread. One that comes up while somebody looks elsewhere is shown in a corner, too. */
export function useAlerts(enabled: boolean) {
  const { data } = useQuery({ ...noticesQuery, enabled });
  const known = useRef<Set<string> | null>(null);

  useEffect(() => {
    if (!data) return;
    const before = known.current;
    known.current = new Set(data.items.map((notice) => notice.id));
    if (!before) return;
    const fresh = data.items.filter((notice) => notice.unread && !before.has(notice.id));
    for (const notice of fresh.slice(0, SHOWN_AT_ONCE)) {
      notifications.show({ id: notice.id, color: 'brass', autoClose: SHOWN_MS, title: notice.title, message: notice.detail });
    }
  }, [data]);

  return data?.unread ?? 0;
}
