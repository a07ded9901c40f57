"""Agents who pull at the same moment, by real calls: the database is the referee, and seats agree with it."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from chalicelib.distribution import actions, pulling
from chalicelib.distribution.models.seats import Seat
from chalicelib.foundation import ids, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict
from chalicelib.foundation.records import CONNECTION, transaction
from chalicelib.identity import actions as identity
from chalicelib.leads import actions as leads
from chalicelib.leads import queries as known
from chalicelib.leads.actions import Request

AGENTS = 4
GRANTS = {"leads.read": "own", "leads.work": "own"}


@pytest.fixture
def pool(emulated):
    """A centre where agents help themselves: its tenant, itself and its agents, with as many leads as asked for."""

    def filled(count):
        tenant = identity.open_tenant("Soleil Vert", "fr", "Europe/Paris", "FR")
        with tenancy.inside(tenant, by="system:test"):
            centre = identity.open_centre("Centre de Lyon", "pull")
            agents = [ids.short_id() for _ in range(AGENTS)]
            for agent in agents:
                actions.seat(centre, agent)
            for _ in range(count):
                with transaction() as tx:
                    leads.open(tx, ids.person_id(), 1, Request("a-form", 1, centre, "fr", None))
        return tenant, [Caller("user", agent, tenant, "agent", centre, grants=dict(GRANTS)) for agent in agents]

    return filled


def all_at_once(tenant, callers):
    """Each asks for the next at the same moment."""
    CONNECTION.client  # noqa: B018 - made before the threads ask for it
    gate = Barrier(len(callers))

    def asks(caller):
        with tenancy.inside(tenant, by=caller.actor):
            gate.wait(30)
            for _ in range(5):
                try:
                    return pulling.next_lead(caller)
                except Conflict:  # the browser asks again
                    continue
            raise AssertionError("never answered")

    with ThreadPoolExecutor(len(callers)) as threads:
        return list(threads.map(asks, callers))


def test_agents_who_ask_at_once_never_get_the_same_lead(pool):
    tenant, callers = pool(3 * AGENTS)
    given = Counter()
    for _ in range(3):
        found = all_at_once(tenant, callers)
        given.update(one.lead.id for one in found)
        with tenancy.inside(tenant, by="system:test"):
            for caller, one in zip(callers, found, strict=True):
                assert known.fresh(one.lead.id).agent == caller.id
                assert Seat.known(str(caller.centre), caller.id).held == {one.lead.id}
                known.fresh(one.lead.id).give_up()
                actions.settle(str(caller.centre), caller.id, one.lead.id)
    assert set(given.values()) == {1}
    assert len(given) == 3 * AGENTS


def test_one_lead_for_all_goes_to_one_and_the_others_hear_by_whom(pool):
    tenant, callers = pool(1)
    found = all_at_once(tenant, callers)
    [winner] = [caller for caller, one in zip(callers, found, strict=True) if one.lead]
    assert {one.overtaken_by for one in found} <= {None, winner.id}
    with tenancy.inside(tenant, by="system:test"):
        seats = {seat.agent_id: seat.load for seat in Seat.roster(str(winner.centre))}
    assert seats == {caller.id: int(caller is winner) for caller in callers}


def test_somebody_draws_while_the_lead_is_given_by_hand(pool):
    tenant, callers = pool(1)
    boss = Caller("user", "boss", tenant, "admin", grants={"leads.manage": "all"})
    with tenancy.inside(tenant, by="system:test"):
        [lead] = known.waiting(str(callers[0].centre), limit=5)
    gate = Barrier(2)

    def draws():
        with tenancy.inside(tenant, by=callers[0].actor):
            gate.wait(30)
            return pulling.next_lead(callers[0])

    def hands():
        with tenancy.inside(tenant, by=boss.actor):
            gate.wait(30)
            try:
                return actions.assign(lead.id, callers[1].id, boss)
            except (Conflict, AlreadyDone):
                return None

    CONNECTION.client  # noqa: B018 - as above
    with ThreadPoolExecutor(2) as threads:
        drawn, handed = threads.submit(draws), threads.submit(hands)
        drawn.result(60), handed.result(60)
    with tenancy.inside(tenant, by="system:test"):
        holder = known.fresh(lead.id).agent
        loads = {seat.agent_id: seat.load for seat in Seat.roster(str(callers[0].centre))}
    assert loads[holder] == 1
    assert sum(loads.values()) == 1
