import { Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { may, useMe } from '@/api/me';
import { ClaimBanner } from './claim-banner';
import type { Lead } from './leads';
import { PersonPanel } from './person-panel';
import { TakeOver } from './take-over';
import { useClaim } from './use-claim';

type LeadWorkProps = {
  lead: Lead;
  report: (lead: Lead, free: boolean) => ReactNode;
  call: (lead: Lead, phone: string, free: boolean) => ReactNode;
};

/** Who has the lead in hand, whom to call, and what came of it. */
export function LeadWork({ lead, report, call }: LeadWorkProps) {
  const me = useMe();
  const [tookOver, setTookOver] = useState(false);
  const worked = may(me, 'leads.work') && (lead.agent_id === me.id || tookOver);
  const open = lead.outcomes.length > 0;
  const { claim, error, take } = useClaim(lead.id, worked && open);
  const other = lead.claim && !lead.claim.mine && !claim ? lead.claim : null;
  const free = other === null;
  return (
    <Stack>
      <ClaimBanner mine={claim} other={other} wanted={worked && open} error={error} onTake={() => void take()} />
      <PersonPanel lead={lead} call={(phone) => call(lead, phone, free)} />
      {worked && report(lead, free)}
      {!worked && open && free && <TakeOver onTake={() => setTookOver(true)} />}
    </Stack>
  );
}
