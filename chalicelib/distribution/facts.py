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
    pass
