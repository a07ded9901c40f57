"""The parts of a call: Connect has a contact of its own for each agent to whom the person is handed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

STAMPS = ("initiated_at", "answered_at", "queued_at", "connected_at", "ended_at", "completed_at")


@dataclass(frozen=True)
class Leg:
    """One contact of a call. `stamps`: when things happened in it, in milliseconds, as far as they were told."""

    contact: str
    agent: str | None
    stamps: Mapping[str, int]

    @classmethod
    def kept(cls, contact: str, kept: Mapping[str, Any]) -> Self:
        return cls(contact, kept.get("agent"), {name: int(kept[name]) for name in STAMPS if name in kept})

    def to_keep(self) -> dict[str, Any]:
        return dict(self.stamps) | ({"agent": self.agent} if self.agent else {})

    @property
    def over_at(self) -> int | None:
        return self.stamps.get("ended_at") or self.stamps.get("completed_at")

    @property
    def began_at(self) -> int:
        return min(self.stamps.values(), default=0)

    @property
    def talked_ms(self) -> int:
        since, until = self.stamps.get("connected_at"), self.stamps.get("ended_at")
        return max(0, until - since) if since and until else 0

    def with_news(self, stamps: Mapping[str, int], agent: str | None) -> Self:
        """Of two that differ the lesser stands, so that their order never matters."""
        merged = dict(self.stamps) | {name: min(ms, self.stamps.get(name, ms)) for name, ms in stamps.items()}
        named = [one for one in (self.agent, agent) if one]
        return type(self)(self.contact, min(named, default=None), merged)


def in_time(legs: Iterable[Leg]) -> list[Leg]:
    return sorted(legs, key=lambda leg: (leg.began_at, leg.contact))
