import { Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { presenceQuery } from '@/api/me';
import classes from './presence-toggle.module.css';

export function PresenceToggle() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const presence = useQuery(presenceQuery);
  const set = useMutation({
    mutationFn: (present: boolean) => answer(client.PUT('/api/v1/me/presence', { body: { present } })),
    onSuccess: (now) => queries.setQueryData(presenceQuery.queryKey, now),
    onError: () => notifications.show({ color: 'brick', message: t('presence.failed') }),
  });
  const shown = set.isPending ? set.variables : presence.data?.present;
  // Null is somebody who has no seat in the distribution.
  if (shown === undefined || shown === null) return null;

  return (
    <label className={classes.presence} data-present={shown}>
      <span className={classes.words}>
        <strong>{shown ? t('presence.available') : t('presence.paused')}</strong>
        <small>{shown ? t('presence.availableText') : t('presence.pausedText')}</small>
      </span>
      <Switch
        color="brass.4"
        checked={shown}
        disabled={set.isPending}
        aria-label={t('presence.label')}
        onChange={(event) => set.mutate(event.currentTarget.checked)}
      />
    </label>
  );
}
