from __future__ import annotations

from chalicelib.foundation.facts import Fact
from chalicelib.leads.facts import LeadFact


class PlanFact(Fact, family=True):
    """About a plan of relances."""

    plan_id: str


class RelancePlanAdded(PlanFact):
    """Leads that come from now on are followed by it, where it is on and fits them."""


class RelancePlanEdited(PlanFact):
    """It says other things now, or is switched on or off. Who is followed already goes on with what it says now."""


class RelancePlanDeleted(PlanFact):
    """Nothing more is sent by it."""


class RelanceFact(PlanFact, family=True):
    """About one lead that a plan follows. `relance_id`: what for, in the words of its kind or somebody's own wish. `step` counts from one."""

    lead_id: str
    relance_id: str


class RelanceOwed(RelanceFact):
    """A step's time has come: its message is to leave."""

    step: int


class RelanceSent(RelanceFact):
    """It left. `answer`: what the server or service said when it took it."""

    step: int
    channel: str
    answer: str = ""


class RelanceSkipped(RelanceFact):
    """A step could not leave, for good, and the next one has its turn. `why`: a reason of `Skipped`."""

    step: int
    channel: str
    why: str


class RelanceEnded(RelanceFact):
    """No more is sent. `why`: a reason of `Ended`."""

    why: str


class LeadAnswered(LeadFact):
    """The person wrote to us, by SMS or WhatsApp. `text_id`: of their words, kept as notes are. `refuses`: they want nothing more by this channel."""

    channel: str
    text_id: str
    refuses: bool = False
