"""How warm a lead is, from what its person did and said: a sum of points, each with its reason. What robots did counts nothing, and is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.foundation import clock
from chalicelib.foundation.records import TraceRecord
from chalicelib.leads.queries import Lead

START = 30
HOT, WARM = 65, 35
LEVELS = {"hot": (HOT, 100), "warm": (WARM, HOT - 1), "cold": (0, WARM - 1)}
MINUTES_OF_QUICK = 10
MINUTE_MS = 60 * 1000
TRIES_COUNTED = 4
QUIET, SILENT = timedelta(days=14), timedelta(days=45)

OF_A_KIND = {"OptInLinkRenewed": ("asked_again", 8), "SurveyAnswered": ("answered_survey", 10)}
AGAINST = {"OptInUnsubscribed": ("unsubscribed", -20), "SurveyUnsubscribed": ("unsubscribed", -20), "LeadBounced": ("bounced", -25)}
LATEST = {"positive": 25, "partial": 8, "negative": -35}
HEARD = {"positive": 10, "partial": 3, "negative": -12}
"""Of the same call the agent's note tells as well, and counts more: a machine heard this, and read it."""
EARLIER = {"positive": 8, "partial": 2, "negative": -8}
ENDED = {"confirmed": ("confirmed", 40), "rejected": ("rejected", -60), "unreachable": ("unreachable", -20)}


@dataclass(frozen=True)
class Said:
    """The label of a note, and when it was written; or of what the person was heard to say in a call, and when that was over."""

    label: str
    at: int
    is_heard: bool = False


@dataclass(frozen=True)
class Point:
    code: str
    points: int
    times: int = 1
    at: int | None = None


@dataclass(frozen=True)
class Warmth:
    points: tuple[Point, ...]

    @property
    def score(self) -> int:
        return max(0, min(100, sum(point.points for point in self.points)))

    @property
    def level(self) -> str:
        return "hot" if self.score >= HOT else "warm" if self.score >= WARM else "cold"


def of(lead: Lead, rows: Sequence[TraceRecord], labels: Sequence[Said], *, requests: int, phone_agreed: bool) -> Warmth:
    """`rows`: its history. `requests`: how many its person has made. `phone_agreed`: they were asked whether they may be called, and may."""
    found = [Point("start", START), *_opted_in(lead), *_robots(lead), *_happenings(rows), *_spoken(labels), *_heard(labels)]
    found += [Point("came_back", 10, requests - 1)] if requests > 1 else []
    found += [Point("phone_agreed", 5)] if phone_agreed else []
    found += _stands(lead)
    return Warmth(tuple(found) if lead.closed_at else (*found, *_silence(lead, rows, labels)))


def _opted_in(lead: Lead) -> Iterator[Point]:
    """Only a click of the person's own engages; staff who confirm by hand know of a wish as well."""
    if not lead.gated or lead.confirmed_at is None:
        return
    at = int(lead.confirmed_at)
    yield Point("email_confirmed", 15, at=at)
    if lead.mailed_at and 0 <= at - int(lead.mailed_at) <= MINUTES_OF_QUICK * MINUTE_MS:
        yield Point("confirmed_quickly", 8, at=at)


def _robots(lead: Lead) -> Iterator[Point]:
    """Who only opened the link engaged nobody: scanners do, and some say that they are browsers."""
    for kind, times, _, last in lead.visited:
        yield Point(f"opened_by_{kind}", 0, times, last)


def _happenings(rows: Sequence[TraceRecord]) -> Iterator[Point]:
    """Once each, however often: who asks five times for a link is not five times as warm."""
    for kinds in (OF_A_KIND, AGAINST):
        seen: Counter[str] = Counter(kinds[row.t][0] for row in rows if row.t in kinds)
        for code, points in dict(kinds.values()).items():
            if seen[code]:
                yield Point(code, points, seen[code], max(int(row.at) for row in rows if row.t in kinds and kinds[row.t][0] == code))


def _spoken(labels: Sequence[Said]) -> Iterator[Point]:
    """The latest call says most; the earlier ones each a little, within bounds."""
    heard = sorted((one for one in labels if one.label in LATEST and not one.is_heard), key=lambda one: one.at)
    if not heard:
        return
    latest = heard.pop()
    yield Point(f"last_call_{latest.label}", LATEST[latest.label], at=latest.at)
    for label, times in sorted(Counter(one.label for one in heard).items()):
        yield Point(f"earlier_calls_{label}", EARLIER[label] * min(times, 2), times)


def _heard(labels: Sequence[Said]) -> Iterator[Point]:
    """What the person said in the latest call of which that is known."""
    latest = max((one for one in labels if one.is_heard and one.label in HEARD), key=lambda one: one.at, default=None)
    if latest:
        yield Point(f"heard_{latest.label}", HEARD[latest.label], at=latest.at)


def _stands(lead: Lead) -> Iterator[Point]:
    if lead.state in ENDED:
        code, points = ENDED[lead.state]
        yield Point(code, points, at=int(lead.closed_at or 0) or None)
        return
    if lead.state == "callback":
        yield Point("callback_planned", 12)
    if (tries := int(lead.attempts)) and lead.contacted_at is None:
        yield Point("tried_in_vain", -4 * min(tries, TRIES_COUNTED), tries)


def _silence(lead: Lead, rows: Iterable[TraceRecord], labels: Sequence[Said]) -> Iterator[Point]:
    """Interest cools. What we do ourselves does not warm it."""
    of_the_person = [int(row.at) for row in rows if row.by == "visitor"]
    last = max([int(lead.opened_at), int(lead.confirmed_at or 0), *of_the_person, *(one.at for one in labels)])
    quiet = clock.now() - clock.from_ms(last)
    if quiet >= SILENT:
        yield Point("silent_long", -20, at=last)
    elif quiet >= QUIET:
        yield Point("silent", -10, at=last)
