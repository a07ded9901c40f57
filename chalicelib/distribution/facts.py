from __future__ import annotations

from chalicelib.foundation.facts import Fact


class SeatFact(Fact, family=True):
    centre_id: str
    agent_id: str


class AgentSeated(SeatFact):
    """A new agent takes part in the distribution of a centre."""


class AgentCameBack(SeatFact):
    pass


class AgentWentAway(SeatFact):
    """`reason`: of the centre's own list of pauses, or ``absent`` or ``offline`` where the house noticed it. None where nobody said."""

    reason: str | None = None


class SeatChanged(SeatFact):
    """What the agent can take is another: their languages, skills, capacity, limit of a day, or part."""


class HandoverAsked(SeatFact):
    """All that the agent holds goes to a colleague, or to the pool."""

    handover_id: str
    total: int
    to_agent_id: str | None = None


class HandoverContinued(SeatFact):
    """A part of it is done; so many are `left`."""

    handover_id: str
    left: int


class HandoverEnded(SeatFact):
    """`left`: callbacks that nobody could take."""

    handover_id: str
    left: int


class DistributionRuled(Fact):
    """The rules of a centre are others now, and its `method` maybe, too."""

    centre_id: str
    method: str


class CentreClosingAsked(Fact):
    """A centre is to be closed for good: its leads go to another, `total` of them. `people` of it go there, too (``move``), or are shut out
    (``disable``).
    """

    centre_id: str
    to_centre_id: str
    people: str
    total: int


class CentreClosingContinued(Fact):
    """A part of it is done; so many leads are `left`."""

    centre_id: str
    left: int
