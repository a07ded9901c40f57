import { Switch, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer } from '@/api/answer';
import { client } from '@/api/client';
import { presenceQuery } from '@/api/me';
import classes from './presence-toggle.module.css';

const OURS = ['lunch', 'break', 'training', 'meeting', 'absent', 'offline'] as const;

type Said = { present: boolean; reason: string | null };

/** Whether the agent takes leads; on pause, also why, as their centre calls it. */
export function PresenceToggle() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const presence = useQuery(presenceQuery);
  const set = useMutation({
    mutationFn: (body: Said) => answer(client.PUT('/api/v1/me/presence', { body })),
    onSuccess: (now) => queries.setQueryData(presenceQuery.queryKey, now),
    onError: () => notifications.show({ color: 'brick', message: t('presence.failed') }),
  });
  const said = set.isPending ? set.variables : presence.data;
  // Null is somebody who has no seat in the distribution.
  if (said?.present == null) return null;

  const pauses = (presence.data?.pauses ?? []).map((pause) => {
    const ours = OURS.find((one) => one === pause.id);
    return { id: pause.id, name: pause.name || (ours ? t(`pauses.${ours}`) : pause.id) };
  });
  const why = said.reason === 'absent' || said.reason === 'offline' ? t(`presence.${said.reason}Text`) : t('presence.pausedText');
  return (
    <div className={classes.presence} data-present={said.present}>
      <label className={classes.toggle}>
        <span className={classes.words}>
          <strong>{said.present ? t('presence.available') : t('presence.paused')}</strong>
          <small>{said.present ? t('presence.availableText') : why}</small>
        </span>
        <Switch
          color="brass.4"
          checked={said.present}
          disabled={set.isPending}
          aria-label={t('presence.label')}
          onChange={(event) => set.mutate({ present: event.currentTarget.checked, reason: null })}
        />
      </label>
      {!said.present && pauses.length > 0 && (
        <div role="group" aria-label={t('pauses.why')} className={classes.reasons}>
          {pauses.map(({ id, name }) => (
            <UnstyledButton
              key={id}
              className={classes.reason}
              aria-pressed={said.reason === id}
              disabled={set.isPending}
              onClick={() => set.mutate({ present: false, reason: id })}
            >
              {name}
            </UnstyledButton>
          ))}
        </div>
      )}
    </div>
  );
}
