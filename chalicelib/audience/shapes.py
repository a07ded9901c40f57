from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated

from pydantic import Field

from chalicelib.audience.models import STEPS, FormDay
from chalicelib.foundation.routes import Shape


class FunnelQuery(Shape):
    days: Annotated[int, Field(ge=1, le=366)] = 30


class Counts(Shape):
    """Of visits in a browser with scripts, robots left out: the form was on the screen, was begun, was sent."""

    seen: int
    begun: int
    sent: int


class DayCounts(Counts):
    """`day`: yyyymmdd, in UTC."""

    day: str


class EditionCounts(Counts):
    number: int


class Funnel(Shape):
    """`days` that anything happened on, oldest first; `editions`, newest first."""

    counts: Counts
    days: list[DayCounts]
    editions: list[EditionCounts]


def funnel(days: list[FormDay]) -> Funnel:
    by_day, by_edition = _totals(days, lambda one: one.day), _totals(days, lambda one: one.edition)
    return Funnel(
        counts=Counts(**_sum(days)),
        days=[DayCounts(day=str(day), **counts) for day, counts in sorted(by_day.items())],
        editions=[EditionCounts(number=int(number), **counts) for number, counts in sorted(by_edition.items(), reverse=True)],
    )


def _totals(days: list[FormDay], of: Callable[[FormDay], str | int]) -> dict[str | int, dict[str, int]]:
    return {name: _sum(one for one in days if of(one) == name) for name in {of(one) for one in days}}


def _sum(days: Iterable[FormDay]) -> dict[str, int]:
    counted = [day.counts for day in days]
    return {step: sum(counts[step] for counts in counted) for step in STEPS}
