import { Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { useMe, useSetMe } from '@/api/me';
import classes from './presence-toggle.module.css';

export function PresenceToggle() {
  const { t } = useTranslation();
  const me = useMe();
  const setMe = useSetMe();
  const set = useMutation({
    mutationFn: (present: boolean) => answer(client.PUT('/api/v1/me/presence', { body: { present } })),
    onSuccess: setMe,
    onError: () => notifications.show({ color: 'brick', message: t('presence.failed') }),
  });
  const shown = set.isPending ? set.variables : me.present;

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
