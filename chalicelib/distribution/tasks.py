from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.distribution import actions
from chalicelib.distribution.facts import (
    AgentCameBack,
    AgentSeated,
    CentreClosingAsked,
    CentreClosingContinued,
    DistributionRuled,
    HandoverAsked,
    HandoverContinued,
    SeatChanged,
    SeatFact,
)
from chalicelib.distribution.models.seats import Seat
from chalicelib.foundation import clock, platform, tenancy, timers
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.log import log, measure_seconds
from chalicelib.foundation.timers import Place
from chalicelib.identity import queries as identity
from chalicelib.identity.facts import SignedIn, SignedOut, UserDisabled, UserJoined
from chalicelib.leads.facts import (
    LeadCallbackMissed,
    LeadConfirmed,
    LeadEmailConfirmed,
    LeadErased,
    LeadFact,
    LeadOpened,
    LeadRejected,
    LeadReleased,
    LeadReopened,
    LeadRouted,
    LeadUnreachable,
)
from chalicelib.leads.queries import NO_CENTRE

HEARD = (
    LeadOpened, LeadEmailConfirmed, LeadRouted, LeadReleased, LeadReopened, LeadConfirmed, LeadRejected, LeadUnreachable, LeadErased,
    LeadCallbackMissed, UserJoined, UserDisabled, SignedIn, SignedOut, AgentSeated, AgentCameBack, SeatChanged, DistributionRuled,
    HandoverAsked, HandoverContinued, CentreClosingAsked, CentreClosingContinued,
)  # fmt: skip

HEALED_A_MINUTE = 20


def distribute(said: Announcement) -> None:
    """Something changed for a centre: a lead is ready, a place is free, an agent is there."""
    match said.fact:
        case LeadFact() as of_lead:
            _of_lead(of_lead)
        case UserJoined() | SignedIn() | SignedOut() | UserDisabled() as of_agent if of_agent.role == "agent" and of_agent.centre_id:
            _of_agent(of_agent, of_agent.centre_id, said)
        case HandoverAsked() | HandoverContinued() as handover:
            _hand_over(handover.centre_id, handover.handover_id)
        case CentreClosingAsked(centre_id=centre) | CentreClosingContinued(centre_id=centre):
            _close_centre(centre)
        case SeatFact(centre_id=centre) | DistributionRuled(centre_id=centre):
            actions.drain(centre)


def _of_agent(fact: UserJoined | SignedIn | SignedOut | UserDisabled, centre: str, said: Announcement) -> None:
    match fact:
        case UserJoined():
            actions.seat(centre, fact.user_id)
        case SignedIn():
            actions.arrive(centre, fact.user_id)
        case SignedOut():
            actions.leave(centre, fact.user_id)
        case UserDisabled():
            _stand_down(centre, fact.user_id, said)


def _of_lead(fact: LeadFact) -> None:
    match fact:
        case LeadReleased(centre_id=str(centre)):
            actions.settle(centre, fact.was, fact.lead_id)
            if fact.why == "timeout":
                actions.let_time_go_by(centre, fact.was)
            actions.drain(centre, fact.lead_id)
        case LeadCallbackMissed(state="callback", centre_id=str(centre)):
            actions.hand_on(centre, fact.lead_id)
        case LeadFact(state="ready"):
            _place(fact)
        case LeadReopened(centre_id=str(centre), agent_id=str(agent)):
            actions.settle(centre, agent, fact.lead_id, closed_as=fact.closed_as)
            actions.bring_along(centre, fact.lead_id)
        case LeadConfirmed() | LeadRejected() | LeadUnreachable() | LeadErased():
            _close(fact)


def _stand_down(centre_id: str, agent_id: str, said: Announcement) -> None:
    # Who leaves is rare, and a start needs not know of it.
    from chalicelib.distribution import management  # noqa: PLC0415

    management.stand_down(centre_id, agent_id, f"{said.at:x}-{said.version}")


def _hand_over(centre_id: str, handover_id: str) -> None:
    from chalicelib.distribution import management  # noqa: PLC0415 - as above

    management.carry_on(centre_id, handover_id)


def _close_centre(centre_id: str) -> None:
    from chalicelib.distribution import closing  # noqa: PLC0415 - as above, and rarer

    closing.carry_on(centre_id)


def _place(ready: LeadFact) -> None:
    if ready.centre_id:
        actions.drain(ready.centre_id, ready.lead_id)
    else:
        actions.route(ready.form_id, ready.lead_id)


def _close(closed: LeadFact) -> None:
    if closed.agent_id and closed.centre_id:
        actions.settle(closed.centre_id, closed.agent_id, closed.lead_id)
        actions.drain(closed.centre_id)


def group(said: Announcement) -> str:
    """What is done one after the other, so that it is fair: the changes of one centre; of one form, where it has yet to choose a centre.

    Each looks at things as they stand now, in any order.
    """
    return str(getattr(said.fact, "centre_id", None) or getattr(said.fact, "form_id", None) or "none")


def ring(places: list[Place]) -> int:
    """It is time to see whether these agents are still there."""
    for pk, sk in places:
        with timers.alone():
            actions.ask_whether_there(Seat.existing(pk, sk, consistent=True))
    return 0


def sweep() -> None:
    """Every minute: whoever still waits in a pool is looked at again, and how long the oldest has waited is told.

    Backlogs are all looked at. Some companies are looked at whole, wherever nobody is known to wait: that heals what a lost message left.
    """
    for tenant in identity.some_tenants(HEALED_A_MINUTE):
        with _sweeping(tenant):
            actions.route_waiting()
            for centre in identity.centres():
                with _sweeping(tenant, centre.id):
                    actions.drain(centre.id)
    measure_seconds("OldestWaitingLead", max(map(_waited, platform.backlogs()), default=0))


def _waited(backlog: tuple[str, str]) -> int:
    """Milliseconds since the oldest lead of a backlog was ready, when all have been given whom somebody can take."""
    tenant, _, centre = backlog[0].split("#")
    with _sweeping(tenant, centre):
        if centre == NO_CENTRE:
            actions.revisit_unrouted()
            return 0  # As its form was told to.
        since = actions.revisit(centre)
        return clock.now_ms() - since if since else 0
    return 0


@contextmanager
def _sweeping(tenant: str, centre: str | None = None) -> Iterator[None]:
    """One pool in trouble must not starve the others."""
    with tenancy.inside(tenant, by="system:sweep"), log.about(tenant=tenant, centre=centre):
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this pool's
            log.failure("pool_sweep_failed", error)
