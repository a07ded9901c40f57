"""Whose turn it is, as plain figures.

Each lead is a due of one, shared out among the centres that could take it. Next is the centre whose claim runs out first, among those whose due is
far enough ahead of what they got (Tijdeman's chairman assignment): while the same centres are there, nobody is ever a whole lead from their due,
whatever the shares. By stride it would be more than that under many small shares. A centre that cannot take a lead is due nothing of it, so
whoever comes back is owed no burst.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from chalicelib.forms.queries import Route, Routes


@dataclass(frozen=True)
class Opening:
    """Whether a centre is open at this moment. `opens_at` in milliseconds, where it says; its days are those of its `zone`."""

    is_open: bool
    opens_at: int | None
    zone: tzinfo

    @property
    def closed(self) -> str:
        return f"closed:{self.opens_at or ''}"


@dataclass(frozen=True)
class Offer:
    """What there is to choose from at a moment: who shares, and who is open. `gone`: those that the form names, and that are closed for good."""

    routes: Routes
    openings: Mapping[str, Opening]
    at: datetime
    gone: tuple[str, ...] = ()

    def periods(self, centre: str) -> tuple[str, str]:
        """The day and the hour of a centre. The hour that comes twice when the clock is put back is two."""
        here = self.at.astimezone(self.openings[centre].zone)
        return f"{here:%Y%m%d}", f"{here:%Y%m%dT%H%z}"


@dataclass
class Standing:
    """One centre in the sharing of a form: what it got, and what its share was of the leads that it could take (`due`).

    `day` and `hour` name the ones that `today` and `this_hour` count; `open` names the leads not yet closed, where their number is limited.
    """

    received: int = 0
    due: float = 0.0
    day: str = ""
    today: int = 0
    hour: str = ""
    this_hour: int = 0
    open: list[str] = field(default_factory=list)

    def count(self, day: str, hour: str) -> None:
        """One more, at this time."""
        self.received += 1
        self.day, self.today = day, self.in_day(day) + 1
        self.hour, self.this_hour = hour, self.in_hour(hour) + 1

    def in_day(self, day: str) -> int:
        return self.today if self.day == day else 0

    def in_hour(self, hour: str) -> int:
        return self.this_hour if self.hour == hour else 0


@dataclass(frozen=True)
class Choice:
    """`centre_id`: None where nobody can take it. `method`, `in_turn`, `passed_over`: as the facts say them."""

    centre_id: str | None
    method: str
    in_turn: tuple[str, ...]
    passed_over: tuple[str, ...]


@dataclass
class Sharing:
    """What was given so far, by centre."""

    standings: dict[str, Standing]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Sharing:
        return cls({centre: Standing(**one) for centre, one in stored.items()})

    def standing(self, centre: str) -> Standing:
        return self.standings.setdefault(centre, Standing())

    def choose(self, offer: Offer) -> Choice:
        """Who gets the next lead."""
        routes = offer.routes
        reasons = {route.centre_id: self.why_not(route, offer) for route in routes.sharing}
        able = self._in_turn([route for route in routes.sharing if reasons[route.centre_id] is None])
        passed = [f"{centre}:gone" for centre in offer.gone] + [f"{centre}:{why}" for centre, why in reasons.items() if why]
        if able:
            return Choice(able[0], "turn", able, tuple(passed))
        if routes.fallback_id and offer.openings[routes.fallback_id].is_open:
            return Choice(routes.fallback_id, "fallback", (), tuple(passed))
        if routes.fallback_id:
            passed.append(f"{routes.fallback_id}:{offer.openings[routes.fallback_id].closed}")
        return Choice(None, "", (), tuple(passed))

    def why_not(self, route: Route, offer: Offer) -> str | None:
        """Why a centre cannot take a lead at this moment; None when it can."""
        opening, mine = offer.openings[route.centre_id], self.standing(route.centre_id)
        if not opening.is_open:
            return opening.closed
        day, hour = offer.periods(route.centre_id)
        limits = (
            ("open", len(mine.open), route.open_at_once),
            ("hour", mine.in_hour(hour), route.per_hour),
            ("day", mine.in_day(day), route.per_day),
        )
        return next((f"{name}:{count}/{cap}" for name, count, cap in limits if cap and count >= cap), None)

    def give(self, choice: Choice, offer: Offer, lead_id: str) -> None:
        """Write down that the lead goes to the centre that was chosen."""
        able = [route for route in offer.routes.sharing if route.centre_id in choice.in_turn]
        parts = sum(route.share for route in able)
        for route in able:
            self.standing(route.centre_id).due += route.share / parts
        chosen = self.standing(str(choice.centre_id))
        chosen.due += 0 if able else 1
        chosen.count(*offer.periods(str(choice.centre_id)))
        if any(route.centre_id == choice.centre_id and route.open_at_once for route in able):
            chosen.open.append(lead_id)

    def full(self, offer: Offer) -> dict[str, Standing]:
        """Centres that have as many open leads as they may; some of those may have been closed since."""
        limited = {route.centre_id: route.open_at_once for route in offer.routes.sharing if route.open_at_once}
        return {centre: one for centre, most in limited.items() if len((one := self.standing(centre)).open) >= most}

    def _in_turn(self, able: Sequence[Route]) -> tuple[str, ...]:
        """Next first. `most`: how far a due may be ahead; whoever is behind by as much waits, if they can."""
        parts = sum(route.share for route in able)
        most = 1 - 1 / max(2, 2 * len(able) - 2)

        def claim(route: Route) -> tuple[bool, float]:
            part, mine = route.share / parts, self.standing(route.centre_id)
            ahead = mine.due + part - mine.received
            return ahead < 1 - most, (most - ahead) / part

        return tuple(route.centre_id for route in sorted(able, key=claim))
