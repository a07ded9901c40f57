from __future__ import annotations

from dataclasses import dataclass

from chalicelib.foundation.facts import Fact


@dataclass(frozen=True)
class SeatFact(Fact, family=True):
    centre_id: str
    agent_id: str


@dataclass(frozen=True)
class AgentSeated(SeatFact):
    """A new agent takes part in the distribution of a centre."""


@dataclass(frozen=True)
class AgentCameBack(SeatFact):
    pass


@dataclass(frozen=True)
class AgentWentAway(SeatFact):
    pass
