"""Who can take a lead, and whose turn it is, as plain figures.

Time goes on by `STRIDE` for a whole part with each lead that is shared out; an agent's turn goes on by `STRIDE / weight` with each lead of theirs.
What is due to them is how far they are behind the time. Next is the agent whose claim runs out first, among those whose due is far enough ahead of
what they got (Tijdeman's chairman assignment, as among centres): while the same agents can take leads, nobody is ever a whole lead from their due,
whatever the parts. Whoever could not take leads for a while has a claim on one of those that others took meanwhile, at most: nobody gets a burst.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from chalicelib.distribution.models.seats import STRIDE, Seat, Turn
from chalicelib.distribution.rules import Rules
from chalicelib.foundation import clock
from chalicelib.identity.shapes import OpeningHours
from chalicelib.leads.queries import Lead

PRIOR = 20
"""So many leads of the centre's average are added to what an agent closed: a newcomer starts with an average part, and chance moves it slowly."""
LEAST, MOST = 0.5, 2.0
MINUTE_MS = 60 * 1000
TINY = 1e-9


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

    def able(self, wish: Wish, lead: Lead | None = None) -> list[Seat]:
        """Who can take it, next first. Whoever had the lead before comes after all others, and not while their seat has not let go of it."""
        able, time = [seat for seat in self.seats if self.why_not(seat, wish) is None], self.time
        able = [seat for seat in able if lead is None or lead.id not in (seat.held or ())]
        last = lead and lead.former_agent
        parts = sum(map(self.weight, able))
        # How far a due may be ahead: whoever is behind by as much waits, if they can.
        most = 1 - 1 / max(2, 2 * len(able) - 2)

        def claim(seat: Seat) -> tuple[bool, bool, float, int, str]:
            part = self.weight(seat) / parts
            ahead = (time - self._turn(seat, time)) * self.weight(seat) / STRIDE + part
            return seat.agent_id == last, ahead < 1 - most - TINY, round((most - ahead) / part, 6), _breadth(seat), seat.agent_id

        return sorted(able, key=claim)

    def turn_of(self, seat: Seat, able: Sequence[Seat]) -> Turn:
        """What is written when the first of them takes a lead."""
        parts, time = sum(map(self.weight, able)), self.time
        dues = {one.agent_id: self.weight(one) / parts for one in able}
        return Turn(self.day, self._turn(seat, time) + STRIDE / self.weight(seat), time + STRIDE / parts, dues)

    @property
    def time(self) -> float:
        """How far sharing out has come; of a centre that has shared out nothing yet, where its first agent stands."""
        return time_of(self.seats)

    def _turn(self, seat: Seat, time: float) -> float:
        """Never more than one lead behind the time: among those who could take leads all the while nobody is."""
        return max(float(seat.turn), time - STRIDE / self.weight(seat))

    def weight(self, seat: Seat) -> float:
        """The part that the agent has by the centre's rules."""
        if self.rules.sharing == "equal":
            return float(seat.weight)
        return float(seat.weight) * performance(seat, self._average)

    @cached_property
    def _average(self) -> float:
        return average(self.seats)


def time_of(seats: Iterable[Seat]) -> float:
    known = list(seats)
    served = [float(seat.served) for seat in known if seat.served is not None]
    return max(served, default=min((float(seat.turn) for seat in known), default=0.0))


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
