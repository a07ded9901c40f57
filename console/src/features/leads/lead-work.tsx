import { Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { may, useMe } from '@/api/me';
import { ClaimBanner } from './claim-banner';
import { leadQuery, takeOverLead, type Lead } from './leads';
import { PersonPanel } from './person-panel';
import { ScriptPanel } from './script-panel';
import { TakeOver } from './take-over';
import { useClaim } from './use-claim';

type LeadWorkProps = {
  lead: Lead;
  permission: ReactNode;
  report: (lead: Lead, free: boolean) => ReactNode;
  call: (lead: Lead, phone: string, free: boolean) => ReactNode;
};

/** Who has the lead in hand, whom to call, and what came of it. */
export function LeadWork({ lead, permission, report, call }: LeadWorkProps) {
  const me = useMe();
  const [tookOver, setTookOver] = useState(false);
  const worked = may(me, 'leads.work') && (lead.agent_id === me.id || tookOver);
  const open = lead.outcomes.length > 0;
  const { claim, error, take } = useClaim(lead.id, worked && open);
  const takeOver = useTakeOver(lead.id, () => setTookOver(true));
  const other = claim ? null : heldByOther(lead);
  const free = other === null;
  return (
    <Stack>
      <ClaimBanner mine={claim} other={other} wanted={worked && open} error={error} onTake={() => void take()} onTakeOver={takeOver} />
      <PersonPanel lead={lead} call={(phone) => call(lead, phone, free)} />
      {permission}
      {lead.script && <ScriptPanel script={lead.script} />}
      {worked && report(lead, free)}
      {!worked && open && free && <TakeOver onTake={() => setTookOver(true)} />}
    </Stack>
  );
}

function heldByOther({ claim }: Lead) {
  return claim && !claim.mine ? claim : null;
}

/** For those who manage the lead; nothing for everybody else. */
function useTakeOver(leadId: string, onTaken: () => void) {
  const me = useMe();
  const queries = useQueryClient();
  const takeOver = useMutation({
    mutationFn: () => takeOverLead(leadId),
    onSuccess: () => {
      onTaken();
      void queries.invalidateQueries(leadQuery(leadId));
    },
  });
  return may(me, 'leads.manage') ? takeOver : undefined;
}
