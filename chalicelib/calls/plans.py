"""When to try again after a call that nobody answered: the plan of the outcome, in hours at which the person may be called and the centre is open."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from chalicelib.foundation.routes import Shape
from chalicelib.identity.shapes import OpeningHours, opens_together

A_MINUTE = timedelta(minutes=1)
SHORTEST, LONGEST = 5, 60 * 24 * 30
MOST_STEPS = 10

Minutes = Annotated[int, Field(ge=SHORTEST, le=LONGEST)]


class RetryPlan(Shape):
    """`delays` (minutes): before the second try, the third …, the last one again and again. `most`: tries in all; then the lead is unreachable.

    `gap` (minutes): between two tries at least, whatever else is planned.
    """

    delays: Annotated[list[Minutes], Field(min_length=1, max_length=MOST_STEPS)]
    most: Annotated[int, Field(ge=1, le=20)]
    gap: Annotated[int, Field(ge=0, le=LONGEST)] = 0


USUAL = RetryPlan(delays=[120, 60 * 24, 60 * 48], most=4, gap=60)
"""Where a centre has said nothing: the same day at another hour, the next day, two days later, and no more."""


def next_try(plan: RetryPlan, tries: int, now: datetime, hours: tuple[OpeningHours, ...], not_before: datetime | None = None) -> datetime | None:
    """When to try for the next time after so many in a row; None when that was the last, or no time to come is good for all `hours`."""
    if tries >= plan.most:
        return None
    delay = max(plan.delays[min(tries, len(plan.delays)) - 1], plan.gap)
    return opens_together(max(now + delay * A_MINUTE, not_before or now), hours)
