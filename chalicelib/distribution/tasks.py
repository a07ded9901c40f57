from __future__ import annotations

from chalicelib.distribution import actions
from chalicelib.distribution.facts import AgentCameBack, AgentSeated
from chalicelib.foundation import tenancy
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.log import log
from chalicelib.identity import queries as identity
from chalicelib.identity.facts import UserDisabled, UserJoined
from chalicelib.leads.facts import (
    LeadConfirmed,
    LeadEmailConfirmed,
    LeadErased,
    LeadFact,
    LeadOpened,
    LeadRejected,
    LeadReleased,
    LeadReopened,
    LeadUnreachable,
)

HEARD = (
    LeadOpened, LeadEmailConfirmed, LeadReleased, LeadReopened, LeadConfirmed, LeadRejected, LeadUnreachable, LeadErased,
    UserJoined, UserDisabled, AgentSeated, AgentCameBack,
)  # fmt: skip


def distribute(said: Announcement) -> None:
    """Something changed for a centre: a lead is ready, a place is free, an agent is there."""
    match said.fact:
        case UserJoined(role="agent", centre_id=str(centre), user_id=agent):
            actions.seat(centre, agent)
        case UserDisabled(role="agent", centre_id=str(centre), user_id=agent):
            actions.stand_down(centre, agent)
        case AgentSeated(centre_id=centre) | AgentCameBack(centre_id=centre):
            actions.drain(centre)
        case LeadReleased(lead_id=lead, centre_id=centre, was=agent):
            actions.settle(centre, agent, lead)
            actions.drain(centre, lead)
        case LeadFact(lead_id=lead, centre_id=centre, state="ready"):
            actions.drain(centre, lead)
        case LeadReopened(lead_id=lead, centre_id=centre, agent_id=str(agent)):
            actions.settle(centre, agent, lead)
        case LeadConfirmed() | LeadRejected() | LeadUnreachable() | LeadErased() as closed:
            _close(closed)


def _close(closed: LeadFact) -> None:
    if closed.agent_id:
        actions.settle(closed.centre_id, closed.agent_id, closed.lead_id)
        actions.drain(closed.centre_id)


def group(said: Announcement) -> str:
    """What must stay in order: the changes of one centre."""
    return str(getattr(said.fact, "centre_id", None) or "none")


def sweep() -> None:
    """Every minute: whoever still waits in a pool is looked at again. Nothing depends on it; it heals what a lost message left."""
    for tenant in identity.tenants().items:
        with tenancy.inside(tenant.id, by="system:sweep"), log.about(tenant=tenant.id):
            for centre in identity.centres():
                try:
                    actions.drain(centre.id)
                except Exception as error:  # noqa: BLE001 - one pool in trouble must not starve the others
                    log.failure("pool_sweep_failed", error, centre=centre.id)
