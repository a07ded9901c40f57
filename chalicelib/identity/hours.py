"""When a centre is open: a week of the wall clock in its own time zone, and days that are otherwise. Public holidays are such days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise
from typing import Annotated

from dateutil.tz import datetime_exists, gettz  # type: ignore[import-untyped]  # as in forms: a Lambda may lack a table of zones
from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.foundation.routes import Shape
from chalicelib.foundation.words import fault

LOOKED_AHEAD_DAYS = 400
MOST_EXCEPTIONS = 200
A_MINUTE = timedelta(minutes=1)
TOGETHER_WITHIN = timedelta(days=60)


def _known_zone(name: str) -> str:
    if gettz(name) is None:
        raise fault("zone_unknown", "Ce fuseau horaire n'existe pas.", "There is no such time zone.")
    return name


def _real_day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise fault("day_unknown", "Ce jour n'existe pas.", "There is no such day.") from None
    return text


Zone = Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}$"), AfterValidator(_known_zone)]
Start = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
End = Annotated[str, StringConstraints(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_real_day)]


class Span(Shape):
    """From one minute of the wall clock until another of the same day; the day ends at 24:00."""

    start: Start
    end: End


def _in_order(spans: list[Span]) -> list[Span]:
    if any(one.start >= one.end for one in spans) or any(one.end > other.start for one, other in pairwise(spans)):
        raise fault(
            "spans_order",
            "Donnez les plages dans l'ordre, sans chevauchement ; une nuit se coupe à 24:00.",
            "Give the spans in order, none over another; a night is cut at 24:00.",
        )
    return spans


Spans = Annotated[list[Span], Field(max_length=6), AfterValidator(_in_order)]


class DayApart(Shape):
    """A day with hours of its own: none, and the centre is closed."""

    day: Day
    name: Annotated[str, StringConstraints(max_length=60)] = ""
    spans: Annotated[Spans, Field(default_factory=list)]


class OpeningHours(Shape):
    """`week`: from Monday on. A centre that has said nothing of its hours is always open."""

    timezone: Zone
    week: Annotated[list[Spans], Field(min_length=7, max_length=7)]
    days_apart: Annotated[list[DayApart], Field(max_length=MOST_EXCEPTIONS, default_factory=list)]

    @cached_property
    def zone(self) -> tzinfo:
        zone: tzinfo = gettz(self.timezone)
        return zone

    def is_open(self, at: datetime) -> bool:
        here = at.astimezone(self.zone)
        return any(span.start <= f"{here:%H:%M}" < span.end for span in self._on(here.date()))

    def opens_at(self, at: datetime) -> datetime | None:
        """The first moment from now on at which it is open; None where that is more than a year off."""
        if self.is_open(at):
            return at
        today = at.astimezone(self.zone).date()
        return min((begin for begin in self._begins(today) if begin > at), default=None)

    def open_between(self, start: datetime, end: datetime) -> timedelta:
        """How much of a stretch of time it was open."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)  # between two of one zone, Python counts by the wall clock
        first, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        days = [first + timedelta(days=ahead) for ahead in range(min((last - first).days + 1, LOOKED_AHEAD_DAYS))]
        spans = ((self._moment(day, span.start, 0), self._end_of(day, span.end)) for day in days for span in self._on(day))
        return sum((max(timedelta(), min(end, ends) - max(start, begins)) for begins, ends in spans), timedelta())

    def _end_of(self, day: date, time: str) -> datetime:
        """Of an hour that comes twice, the second one: the span ends when its wall clock has."""
        return self._moment(day + timedelta(days=1), "00:00", 0) if time == "24:00" else self._moment(day, time, 1)

    def after(self, at: datetime, minutes: int) -> datetime | None:
        """The moment by which it will have been open for so many minutes; None where it never is so long within a year.

        Counted minute by minute while it is open, and in one step while it is not: whatever the clock does meanwhile.
        """
        while minutes:
            begin = self.opens_at(at)
            if begin is None:
                return None
            at, minutes = begin + A_MINUTE, minutes - 1
        return at

    def _on(self, day: date) -> list[Span]:
        return next((apart.spans for apart in self.days_apart if apart.day == day.isoformat()), self.week[day.weekday()])

    def _begins(self, today: date) -> Iterator[datetime]:
        """When it begins to be open, on the first two days from today on that it is: today may be over, or its clock be put back."""
        days = (today + timedelta(days=ahead) for ahead in range(LOOKED_AHEAD_DAYS))
        begun = 0
        for day in days:
            spans = self._on(day)
            yield from (self._moment(day, span.start, fold) for span in spans for fold in (0, 1))
            begun += bool(spans)
            if begun > 1:
                return

    def _moment(self, day: date, time: str, fold: int) -> datetime:
        """An hour that comes twice when the clock is put back comes as the first and the second `fold`; one that it jumps over begins after it."""
        wall = datetime(day.year, day.month, day.day, int(time[:2]), int(time[3:]), tzinfo=self.zone, fold=fold)
        moment = wall.astimezone(UTC)
        if not datetime_exists(wall):
            while f"{moment.astimezone(self.zone):%H:%M}" < time:
                moment += A_MINUTE
        return moment


def opens_together(at: datetime, hours: Iterable[OpeningHours]) -> datetime | None:
    """The first moment from then on that is within all of them; None where there is none within two months.

    Each step goes to a time at which one of them opens, so a year is soon passed.
    """
    last, all_hours = at + TOGETHER_WITHIN, tuple(hours)
    while at <= last:
        opens = [one.opens_at(at) for one in all_hours]
        if None in opens:
            return None
        latest = max((moment for moment in opens if moment is not None), default=at)
        if latest == at:
            return at
        at = latest
    return None
