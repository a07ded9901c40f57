"""Who can take a lead, and whose turn it is, as plain figures.

Stride scheduling: each lead moves an agent's turn on by `STRIDE / weight`; next is who stands first. Whoever could not take leads for a while has no
claim on those that others took meanwhile: they come in where the others are. So shares among the same agents stay within one lead of the ideal, and
nobody gets a burst.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from chalicelib.distribution.models.seats import STRIDE, Seat, Turn
from chalicelib.distribution.rules import Rules
from chalicelib.foundation import clock
from chalicelib.identity.hours import OpeningHours
from chalicelib.leads.queries import Lead

PRIOR = 20
"""So many leads of the centre's average are added to what an agent closed: a newcomer starts with an average part, and chance moves it slowly."""
LEAST, MOST = 0.5, 2.0
MINUTE_MS = 60 * 1000


@dataclass(frozen=True)
class Wish:
    """What a lead asks of an agent at a moment. `relaxed`: what it no longer asks, having waited long enough."""

    language: str | None
    skills: frozenset[str]
    relaxed: tuple[str, ...]
    also: str | None = None
    """Another language that will do by now."""


@dataclass
class Room:
    """A centre at a moment: its rules, its day, whether it is open, and who sits there."""

    rules: Rules
    seats: list[Seat]
    day: str
    is_open: bool
    hours: OpeningHours | None = None

    @cached_property
    def answer_by(self) -> int | None:
        """When a lead that is given now must have been answered (ms): the minutes count while the centre is open. None: whenever."""
        minutes = self.rules.answer_within
        if minutes is None:
            return None
        until = self.hours.after(clock.now(), minutes) if self.hours and self.rules.only_when_open else None
        return clock.to_ms(until) if until else clock.now_ms() + minutes * MINUTE_MS

    def wish_of(self, lead: Lead) -> Wish:
        needs = self.rules.needs_of(lead.form)
        language = (needs and needs.language) or lead.language
        skills = frozenset(needs.skills if needs else ())
        waited = (clock.now_ms() - lead.ready_since) / MINUTE_MS
        relaxed, also = [], None
        if skills and self.rules.skills_until is not None and waited >= self.rules.skills_until:
            skills = frozenset()
            relaxed.append("skills")
        if language and self.rules.fallback_after is not None and waited >= self.rules.fallback_after:
            also = self.rules.fallback_language
        return Wish(language, skills, tuple(relaxed), also)

    def why_not(self, seat: Seat, wish: Wish) -> str | None:
        """Why an agent cannot take such a lead now; None when they can."""
        return self.why_none(seat) or _misses(seat, wish)

    def why_none(self, seat: Seat) -> str | None:
        """Why an agent can take no lead at all now."""
        if not seat.present:
            return f"away:{seat.pause}" if seat.pause else "away"
        if seat.load >= seat.capacity:
            return f"full:{seat.load}/{int(seat.capacity)}"
        if seat.daily_cap is not None and seat.today(self.day) >= seat.daily_cap:
            return f"day:{seat.today(self.day)}/{int(seat.daily_cap)}"
        return None

    @property
    def somebody_can(self) -> bool:
        return self.is_open and any(self.why_none(seat) is None for seat in self.seats)

    def able(self, wish: Wish, *, last: str | None = None) -> list[Seat]:
        """Who can take it, next first. `last`: whoever had it before comes after all others."""
        able, served = [seat for seat in self.seats if self.why_not(seat, wish) is None], self._served
        return sorted(able, key=lambda seat: (seat.agent_id == last, self._place(seat, served), _breadth(seat), seat.agent_id))

    def turn_of(self, seat: Seat, able: Sequence[Seat]) -> Turn:
        parts = sum(self.weight(one) for one in able)
        dues = {one.agent_id: self.weight(one) / parts for one in able}
        return Turn(self.day, self._place(seat, self._served), STRIDE / self.weight(seat), dues)

    def _place(self, seat: Seat, served: float) -> float:
        """Where a seat stands in the row: the middle of its next turn, which halves the error of shares under unequal weights.

        Never before the place that was served last: those who could take leads all the while stand behind it anyway.
        """
        return max(float(seat.turn) + STRIDE / self.weight(seat) / 2, served)

    @property
    def _served(self) -> float:
        return max((float(seat.served) for seat in self.seats if seat.served is not None), default=0.0)

    def weight(self, seat: Seat) -> float:
        """The part that the agent has by the centre's rules."""
        if self.rules.sharing == "equal":
            return float(seat.weight)
        return float(seat.weight) * performance(seat, self._average)

    @cached_property
    def _average(self) -> float:
        return average(self.seats)


def average(seats: Iterable[Seat]) -> float:
    """How many of the centre's closed leads were confirmed, from 0 to 1."""
    closed, won = 0.0, 0.0
    for seat in seats:
        closed, won = closed + float(seat.closed), won + float(seat.won)
    return won / closed if closed else 0.0


def performance(seat: Seat, mean: float) -> float:
    """The agent's rate of confirmed leads beside the centre's, half to twice. One where nothing is known yet."""
    if not mean:
        return 1.0
    rate = (float(seat.won) + PRIOR * mean) / (float(seat.closed) + PRIOR)
    return min(MOST, max(LEAST, rate / mean))


def _misses(seat: Seat, wish: Wish) -> str | None:
    speaks = seat.languages
    # Whose owner has said nothing of their languages is asked in all of them.
    if wish.language and speaks and wish.language not in speaks and wish.also not in speaks:
        return f"language:{wish.language}"
    missing = sorted(wish.skills - (seat.skills or set()))
    return f"skills:{missing[0]}" if missing else None


def _breadth(seat: Seat) -> int:
    """Of two whose turn it is, who can less goes first: the others may be needed."""
    return len(seat.languages or ()) + len(seat.skills or ())
