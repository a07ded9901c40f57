import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { onMove } from '@/api/moves';
import { LinkAnchor } from '@/ui/links';

/** Tells an agent that somebody of theirs wrote back, whatever screen they are on. */
export function useAnswerNotice(userId: string) {
  const { t } = useTranslation();
  useEffect(
    () =>
      onMove((move) => {
        if (move.type !== 'LeadAnswered' || move.agent_id !== userId) return;
        const id = `answer.${move.lead_id}`;
        notifications.show({
          id,
          title: t('relances.answered'),
          autoClose: 12_000,
          message: (
            <LinkAnchor to="/file/$leadId" params={{ leadId: move.lead_id }} onClick={() => notifications.hide(id)}>
              {t('relances.openAnswer')}
            </LinkAnchor>
          ),
        });
      }),
    [t, userId],
  );
}
