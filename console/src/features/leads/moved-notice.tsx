import { Alert } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/me';
import { onMove, type Move } from '@/api/moves';

const TOLD = [
  'LeadAssigned',
  'LeadReleased',
  'LeadTakenOver',
  'LeadContacted',
  'LeadCallbackPlanned',
  'LeadNotReached',
  'LeadConfirmed',
  'LeadRejected',
  'LeadUnreachable',
  'LeadReopened',
] as const;
type Told = (typeof TOLD)[number];

/** The last thing that somebody else did to the lead while it was open here. */
export function useMove(leadId: string) {
  const me = useMe();
  const [move, setMove] = useState<Move | null>(null);
  useEffect(
    () =>
      onMove((told) => {
        if (told.lead_id === leadId && told.by?.id !== me.id && TOLD.includes(told.type as Told)) setMove(told);
      }),
    [leadId, me.id],
  );
  return move;
}

type MovedNoticeProps = { move: Move | null; gone: boolean };

/** A lead that changes under one's hands says what happened, and by whom. `gone`: the reader may see it no more. */
export function MovedNotice({ move, gone }: MovedNoticeProps) {
  const { t } = useTranslation();
  const me = useMe();
  if (!move && !gone) return null;
  const mine = move?.agent_id === me.id;
  const what = move ? t(`moved.${move.type as Told}`, { context: mine ? 'mine' : undefined, who: move.by?.name ?? t('moved.house') }) : null;
  return (
    <Alert color={gone ? 'brick' : 'brass'} icon={<IconArrowsExchange />} title={gone ? t('moved.gone') : t('moved.title')} mb="md" role="status">
      {what} {gone && t('moved.goneText')}
    </Alert>
  );
}
