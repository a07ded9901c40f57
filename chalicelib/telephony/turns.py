"""What was said in a call, turn by turn, as Contact Lens heard it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from chalicelib.telephony.legs import Leg

AGENT, PERSON = "agent", "person"
FELT = ("POSITIVE", "NEGATIVE", "NEUTRAL")


@dataclass(frozen=True)
class Turn:
    """`by`: agent or person. `at_ms`: since its leg began. `leg`: the contact of Connect in which it was said."""

    by: str
    text: str
    at_ms: int
    ms: int
    sentiment: str | None
    leg: str

    @classmethod
    def heard(cls, segment: Mapping[str, Any], leg: str) -> Self:
        since, until = int(segment["BeginOffsetMillis"]), int(segment["EndOffsetMillis"])
        by = AGENT if segment.get("ParticipantRole") == "AGENT" else PERSON
        return cls(by, str(segment["Content"]), since, until - since, segment.get("Sentiment"), leg)

    @classmethod
    def kept(cls, kept: Mapping[str, Any], first: str) -> Self:
        """`first`: the leg of what was kept before calls had more than one."""
        return cls(**{"leg": first} | dict(kept))

    def to_keep(self) -> dict[str, Any]:
        return asdict(self)


LARGEST = 250 * 1024
"""Of all that is kept of what was said in one call, in bytes: it stands on the call, and DynamoDB keeps no item of more than 400 kB."""


def fitting(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """As they are kept, as far as there is room: of a call of hours, its end is not."""
    kept: list[dict[str, Any]] = []
    left = LARGEST
    for turn in turns:
        told = turn.to_keep()
        left -= len(json.dumps(told, ensure_ascii=False).encode())
        if left < 0:
            break
        kept.append(told)
    return kept


def in_order(turns: Iterable[Turn], legs: Sequence[Leg]) -> list[Turn]:
    """One leg after another, each as it went."""
    place = {leg.contact: number for number, leg in enumerate(legs)}
    return sorted(turns, key=lambda turn: (place.get(turn.leg, len(place)), turn.at_ms))


def figures(turns: Sequence[Turn]) -> dict[str, int]:
    """What may be said of a conversation without saying what was said."""
    by_agent = sum(turn.ms for turn in turns if turn.by == AGENT)
    felt = [turn.sentiment for turn in turns if turn.by == PERSON]
    counts = {name.lower(): felt.count(name) for name in FELT}
    return {"turns": len(turns), "agent_share": round(100 * by_agent / max(1, sum(turn.ms for turn in turns)))} | counts
