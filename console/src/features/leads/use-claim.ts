import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Problem } from '@/lib/problem';
import { claimLead, leadQuery, releaseLead, type Claim } from './leads';

const CHECK_MS = 5_000;
const AGAIN_MS = 1_000;
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

// A release still on its way must not overtake the claim that follows it.
let turn: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const next = turn.then(work, work);
  turn = next.catch(() => undefined);
  return next;
}

function otherTabs() {
  return 'BroadcastChannel' in globalThis ? new BroadcastChannel('passerelle.claims') : null;
}

/** Holds the lead while it is open and somebody is at the keyboard; lets go when they leave. */
export function useClaim(leadId: string, wanted: boolean) {
  const queries = useQueryClient();
  const [held, setHeld] = useState<{ leadId: string; claim: Claim; since: number } | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const lastSign = useRef(0);
  const claim = held?.leadId === leadId ? held.claim : null;

  const take = useCallback(async () => {
    try {
      const taken = await inTurn(() => claimLead(leadId));
      lastSign.current = 0;
      setHeld({ leadId, claim: taken, since: Date.now() });
      setError(null);
    } catch (problem) {
      setHeld(null);
      // Somebody else has it: the lead itself says who and until when.
      if (problem instanceof Problem && problem.status === 409) {
        setError(null);
        void queries.invalidateQueries(leadQuery(leadId));
      } else setError(problem as Error);
    }
  }, [leadId, queries]);

  useEffect(() => {
    if (!wanted) return;
    const tabs = otherTabs();
    const release = () => inTurn(() => releaseLead(leadId)).catch(() => undefined);
    const tell = () => tabs?.postMessage(leadId);
    const leave = () => {
      void release();
      tell();
    };
    let again: ReturnType<typeof setTimeout> | undefined;
    // The same agent has the lead open here, too: what another tab let go is taken back once that has arrived.
    const onRelease = ({ data }: MessageEvent<string>) => {
      if (data === leadId) again = setTimeout(() => void take(), AGAIN_MS);
    };
    tabs?.addEventListener('message', onRelease);
    void Promise.resolve().then(take);
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      tabs?.removeEventListener('message', onRelease);
      clearTimeout(again);
      setHeld(null);
      void release().finally(() => {
        tell();
        tabs?.close();
      });
    };
  }, [leadId, wanted, take]);

  useEffect(() => {
    const sign = () => {
      lastSign.current = Date.now();
    };
    SIGNS_OF_LIFE.forEach((name) => addEventListener(name, sign, { passive: true }));
    return () => SIGNS_OF_LIFE.forEach((name) => removeEventListener(name, sign));
  }, []);

  useEffect(() => {
    if (!held?.claim.mine) return;
    const half = (held.since + new Date(held.claim.until).getTime()) / 2;
    const timer = setInterval(() => {
      // Also after it lapsed: whoever comes back to the keyboard goes on, unless somebody else took over.
      if (lastSign.current > held.since && Date.now() > half) void take();
    }, CHECK_MS);
    return () => clearInterval(timer);
  }, [held, take]);

  return { claim, error, take };
}
