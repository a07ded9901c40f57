from __future__ import annotations

from typing import Any, ClassVar, Self

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.campaigns import facts
from chalicelib.foundation import clock, ids
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import MainRecord, key
from chalicelib.foundation.states import Moves
from chalicelib.identity.shapes import OpeningHours, opens_together

DAYS = 7


class Plan(Moves, MainRecord, discriminator="RP"):
    """What is sent, by which channel, how long after what came before; to which leads, and at which hours.

    A deleted one stays, since what it sent names it for ever.
    """

    MOVES: ClassVar = {"off": frozenset({"on", "deleted"}), "on": frozenset({"off", "deleted"}), "deleted": frozenset()}

    state = UnicodeAttribute(attr_name="s")
    name = UnicodeAttribute(attr_name="n")
    wanted = UnicodeAttribute(attr_name="w")
    tag = UnicodeAttribute(attr_name="tg", null=True)
    form = UnicodeAttribute(attr_name="fm", null=True)
    centre = UnicodeAttribute(attr_name="ce", null=True)
    steps = JSONAttribute(attr_name="st")
    hours = JSONAttribute(attr_name="h")
    most = NumberAttribute(attr_name="mx")
    within_days = NumberAttribute(attr_name="wd")
    ends_with_answer = BooleanAttribute(attr_name="ea", default=True)
    """Whether whoever answers by text gets no more of it. A refusal ends it in any case."""
    centre_hours = BooleanAttribute(attr_name="ch", default=False)
    """Whether it writes only while the lead's centre is open, within its own hours."""
    created_at = NumberAttribute(attr_name="cr")

    @classmethod
    def new(cls, *, state: str, **told: Any) -> Self:
        plan = cls(*plan_key(ids.short_id()), state=state, created_at=clock.now_ms(), version=1, **told)
        plan.said = said_now(facts.RelancePlanAdded(plan.id))
        return plan

    @classmethod
    def known(cls, plan_id: str) -> Self:
        """Raises `NotFound`, for one that was deleted as well."""
        plan = cls.existing(*plan_key(plan_id), consistent=True)
        if plan.state == "deleted":
            raise NotFound
        return plan

    @classmethod
    def named(cls, plan_id: str) -> Self | None:
        """Deleted or not: for what it sent."""
        found: Self | None = cls.find(*plan_key(plan_id))
        return found

    @classmethod
    def all(cls) -> list[Self]:
        """Those that are not deleted, oldest first."""
        found = cls.query(key("CF"), cls.sk.startswith("RP#"))
        return sorted((plan for plan in found if plan.state != "deleted"), key=lambda plan: (plan.created_at, plan.id))

    @property
    def id(self) -> str:
        return str(self.sk.partition("#")[2])

    @property
    def is_on(self) -> bool:
        return bool(self.state == "on")

    def fits(self, wanted: str, form: str, centre: str | None, tag: str | None = None) -> bool:
        return self.is_on and self.wanted == wanted and self.tag == tag and self.form in {None, form} and self.centre in {None, centre}

    @property
    def rank(self) -> tuple[bool, bool]:
        """Of several that fit, the one that says most of whom it is for: its form first, then its centre."""
        return self.form is not None, self.centre is not None

    @property
    def when(self) -> OpeningHours:
        """The hours at which it may write, as those of a centre: the same on each of its days, none on the others."""
        spans = [{"start": self.hours["start"], "end": self.hours["end"]}]
        week = [spans if day in self.hours["days"] else [] for day in range(DAYS)]
        return OpeningHours.model_validate({"timezone": self.hours["timezone"], "week": week})

    def moment_after(self, at: int, centre: OpeningHours | None = None) -> int:
        """The first moment (ms) from `at` on at which it may write: within its hours, and those of the `centre` where it keeps to them.

        Two that never meet within weeks let it write by its own hours: what a centre changes later must not silence a plan.
        """
        hours = (self.when, centre) if centre and self.centre_hours else (self.when,)
        moment = clock.from_ms(at)
        return clock.to_ms(opens_together(moment, hours) or self.when.opens_at(moment) or moment)

    def edit(self, *, state: str, **told: Any) -> None:
        self.change(facts.RelancePlanEdited(self.id), state=state, **told)

    def delete_softly(self) -> None:
        self.move_to("deleted", facts.RelancePlanDeleted(self.id))


def plan_key(plan_id: str) -> tuple[str, str]:
    return key("CF"), f"RP#{plan_id}"
