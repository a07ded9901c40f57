"""Who asks for what, when, and how it ends: all decided from a fixed seed and the moment that history leads up to, before anything is written."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from infra.local.demo.answers import answered
from infra.local.demo.companies import Company
from infra.local.demo.forms import FormWanted
from infra.local.demo.hours import Hours, between
from infra.local.demo.people import Crowd, Visitor

SEED = "passerelle-2"
DAYS = 60
HOUSEHOLDS = 5
"""How many give the number of the person before them, as couples do."""

# How many leads of each company stand open today, one way or another…
OPEN = {"pending": 11, "pool": 7, "assigned": 13, "in_progress": 12, "callback": 18, "overdue": 6}
# … and how the others went, by weight. `closed` is decided by the agent's gift, the lead's luck and its reason.
PAST = {"closed": 60, "called_back": 16, "unreached": 9, "expired": 10, "renewed": 3, "bounced": 3, "reopened": 2, "retried": 1, "released": 2}
# How long ago, in days, each ending can have begun at the latest; and a callback needs its day.
YOUNGEST = {"expired": 3.5, "renewed": 6, "called_back": 5, "unreached": 9, "reopened": 12, "retried": 16, "released": 5}
REASONS = {"not_interested": 44, "not_eligible": 20, "wrong_number": 13, "duplicate": 9, "other": 8, "refused_consent": 6}


@dataclass(frozen=True)
class Story:
    """One request. `seed` decides all that is left open: words, delays. `contact`: when an agent first calls, where the end asks for it."""

    seed: str
    visitor: Visitor
    form: FormWanted
    opened: datetime
    ending: str
    luck: float
    reason: str
    answers: dict[str, Any] = field(hash=False)
    contact: datetime | None = None


@dataclass(frozen=True)
class Person:
    """One visitor with their requests, oldest first."""

    visitor: Visitor
    stories: tuple[Story, ...]

    @property
    def latest(self) -> datetime:
        return self.stories[-1].opened


def plan(company: Company, now: datetime, scale: float = 1.0) -> list[Person]:
    """Everybody who ever wrote to the company, the latest first: they are loaded in this order, so that today is there at once.

    `scale` makes a smaller world of the same shape, for tests.
    """
    return sorted(_Planner(company, now).persons(scale), key=lambda person: person.latest, reverse=True)


class _Planner:
    def __init__(self, company: Company, now: datetime) -> None:
        self.company, self.now, self.hours = company, now, Hours(company.timezone)
        self.rng = Random(f"{SEED}:{company.key}")
        self.crowd = Crowd(f"{SEED}:{company.key}:people")
        self.numbered = 0

    def persons(self, scale: float) -> Iterator[Person]:
        before: Visitor | None = None
        endings = self._endings(math.ceil(self.company.persons * scale))
        returning = math.ceil(self.company.returning * scale)
        for place, ending in enumerate(endings):
            visitor = self.crowd.visitor(self.company.origins)
            if before and place % (len(endings) // HOUSEHOLDS) == 1:
                visitor = _of_the_same_household(visitor, before)
            story = self._story(visitor, ending, self._form(ending))
            earlier = self._earlier(story) if place % (len(endings) // returning) == 0 else None
            yield Person(visitor, (earlier, story) if earlier else (story,))
            before = visitor

    def _endings(self, count: int) -> list[str]:
        """The open ones as they are counted, in a small world at most one each."""
        small = count < self.company.persons
        shown = [ending for ending, times in OPEN.items() for _ in range(1 if small else times)]
        shown += list(PAST)
        shown += self.rng.choices(list(PAST), list(PAST.values()), k=max(0, count - len(shown)))
        self.rng.shuffle(shown)
        return shown

    def _form(self, ending: str) -> FormWanted:
        """Where the ending asks for a certain form: a pool only fills where leads are given out by hand, only behind an opt-in one can expire."""
        taking = [form for form in self.company.forms if form.weight]
        if ending == "pool":
            taking = [form for form in taking if all(self.company.team(key).method == "manual" for key in form.shares)]
        elif ending in {"pending", "expired", "renewed", "bounced"}:
            taking = [form for form in taking if form.double_optin]
        return self.rng.choices(taking, [form.weight for form in taking])[0]

    def _story(self, visitor: Visitor, ending: str, form: FormWanted) -> Story:
        opened, contact = self._moments(ending)
        return self._told(visitor, form, opened, ending, contact)

    def _told(self, visitor: Visitor, form: FormWanted, opened: datetime, ending: str, contact: datetime | None = None) -> Story:
        self.numbered += 1
        reason = self.rng.choices(list(REASONS), list(REASONS.values()))[0]
        answers = answered(self.rng, visitor, form)
        return Story(f"{self.company.key}:{self.numbered}", visitor, form, opened, ending, self.rng.random(), reason, answers, contact)

    def _moments(self, ending: str) -> tuple[datetime, datetime | None]:
        match ending:
            case "pending":
                return self._visit(0.02, 1.9), None
            case "pool" | "assigned":
                return self.hours.worked_before(self.now, self.rng.uniform(0.2, 5)), None
            case "in_progress":
                return self._before_contact(self.rng.uniform(0.2, 9))
            case "callback":
                return self._before_contact(self.rng.uniform(1, 24))
            case "overdue":
                return self._before_contact(self.rng.uniform(14, 26))
        return self._visit(YOUNGEST.get(ending, 1.2), DAYS), None

    def _visit(self, youngest: float, oldest: float) -> datetime:
        return self.hours.visit(self.rng, self.now - timedelta(days=oldest), self.now - timedelta(days=youngest))

    def _before_contact(self, hours: float) -> tuple[datetime, datetime]:
        contact = self.hours.worked_before(self.now, hours)
        return between(self.rng, contact - timedelta(hours=7), contact - timedelta(minutes=25)), contact

    def _earlier(self, story: Story) -> Story | None:
        """The same person some weeks before, through another form where there is one, and long over."""
        latest = story.opened - timedelta(days=12)
        earliest = self.now - timedelta(days=DAYS)
        if latest < earliest + timedelta(days=2):
            return None
        forms = [form for form in self.company.forms if form.weight and form is not story.form]
        return self._told(story.visitor, self.rng.choice(forms), self.hours.visit(self.rng, earliest, latest), "closed")


def _of_the_same_household(visitor: Visitor, other: Visitor) -> Visitor:
    return Visitor(
        visitor.first_name, other.last_name, visitor.email, other.phone, other.typed, other.country, other.address, other.postcode, other.city
    )
