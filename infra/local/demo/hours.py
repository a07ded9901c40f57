"""When people write and when agents work: the shape of days and weeks."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

# How readily people fill in a form, by hour of their day: little at night, lunch and evening most.
BY_HOUR = (3, 2, 1, 1, 1, 2, 8, 22, 38, 52, 60, 62, 74, 70, 55, 52, 54, 60, 68, 74, 82, 70, 40, 14)
BY_WEEKDAY = (100, 96, 94, 90, 84, 62, 58)

OPENS, CLOSES, SATURDAY_CLOSES = 9, 19, 13
SATURDAY, SUNDAY = 5, 6


class Hours:
    """In one company's time zone."""

    def __init__(self, timezone: str) -> None:
        self.zone = ZoneInfo(timezone)

    def visit(self, rng: Random, earliest: datetime, latest: datetime) -> datetime:
        """A moment between the two at which somebody fills in a form."""
        for _ in range(60):
            moment = between(rng, earliest, latest)
            here = moment.astimezone(self.zone)
            if rng.random() * 8200 < BY_HOUR[here.hour] * BY_WEEKDAY[here.weekday()]:
                break
        return moment

    def at_work(self, moment: datetime) -> datetime:
        """The moment itself, or the morning after: not all at nine sharp, since one agent cannot dial everybody at once."""
        while not self.is_open(moment):
            here = moment.astimezone(self.zone)
            opening = here.replace(hour=OPENS, minute=0) + timedelta(minutes=2 * moment.minute)
            moment = (opening if here.hour < OPENS else opening + timedelta(days=1)).astimezone(moment.tzinfo)
        return moment

    def worked_before(self, moment: datetime, hours: float) -> datetime:
        """So many hours of work before a moment, give or take some minutes."""
        step, left = timedelta(minutes=10), timedelta(hours=hours)
        while left > timedelta(0):
            moment -= step
            if self.is_open(moment):
                left -= step
        return moment + step * (hours * 97 % 1)

    def is_open(self, moment: datetime) -> bool:
        here = moment.astimezone(self.zone)
        if here.weekday() == SUNDAY:
            return False
        return OPENS <= here.hour < (SATURDAY_CLOSES if here.weekday() == SATURDAY else CLOSES)


def between(rng: Random, earliest: datetime, latest: datetime) -> datetime:
    moment = earliest + (latest - earliest) * rng.random()
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
