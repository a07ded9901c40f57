from __future__ import annotations

from typing import Any, ClassVar, Self

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError

from chalicelib.campaigns import facts
from chalicelib.foundation import clock, ids, platform
from chalicelib.foundation.errors import AlreadyDone, Conflict
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import LeaseRecord, MainRecord, failed_condition, key, where_condition_holds
from chalicelib.foundation.states import TRIES, Moves

BY_HAND, BY_TAG = "h", "t"
DAY_MS = 24 * 3600 * 1000
NOTED_SECONDS = 400 * 24 * 3600
KEPT_MS = 30 * DAY_MS
"""As far back as a cap may reach."""


class Pursuit(Moves, MainRecord, discriminator="RL"):
    """One lead that a plan follows, and how far it has come. It stands with the person, as does the history of it.

    Its key holds what it is for, so a lead has one of each kind at most, whatever is heard twice. One that somebody asked for by hand has one step.
    """

    MOVES: ClassVar = {
        "running": frozenset({"owed", "done", "stopped"}),
        "owed": frozenset({"running", "done", "stopped"}),
        "done": frozenset(),
        "stopped": frozenset(),
    }

    state = UnicodeAttribute(attr_name="s")
    plan_id = UnicodeAttribute(attr_name="pl")
    step = NumberAttribute(attr_name="n", default=1)
    began_at = NumberAttribute(attr_name="cr")
    next_at = NumberAttribute(attr_name="nx", null=True)
    told = JSONAttribute(attr_name="td")
    """What became of each step so far: step, channel, time, and why it did not leave where it did not."""
    why = UnicodeAttribute(attr_name="rs", null=True)

    @classmethod
    def begin(cls, lead_id: str, wanted: str, plan_id: str, next_at: int) -> Self:
        """Raises `AlreadyDone` where the lead is followed for this already."""
        pursuit = cls._new(lead_id, wanted, plan_id, state="running", next_at=next_at)
        for name, value in pursuit._timer(next_at).items():  # noqa: SLF001 - its own
            setattr(pursuit, name, value)
        return pursuit._kept()  # noqa: SLF001

    @classmethod
    def by_hand(cls, lead_id: str, relance_id: str, plan_id: str, step: int) -> Self:
        """One step at once, which somebody asked for. Raises `AlreadyDone` for the same `relance_id`."""
        pursuit = cls._new(lead_id, f"{BY_HAND}{relance_id}", plan_id, state="owed", step=step)
        pursuit.said = said_now(facts.RelanceOwed(plan_id, lead_id, f"{BY_HAND}{relance_id}", step))
        return pursuit._kept()  # noqa: SLF001

    @classmethod
    def _new(cls, lead_id: str, wanted: str, plan_id: str, **told: Any) -> Self:
        return cls(*pursuit_key(lead_id, wanted), plan_id=plan_id, began_at=clock.now_ms(), told=[], version=1, **told)

    def _kept(self) -> Self:
        with where_condition_holds(otherwise=AlreadyDone):
            self.save(condition=type(self).pk.does_not_exist())
        return self

    @classmethod
    def known(cls, lead_id: str, wanted: str) -> Self:
        """Raises `NotFound`."""
        return cls.existing(*pursuit_key(lead_id, wanted), consistent=True)

    @classmethod
    def of_lead(cls, lead_id: str) -> list[Self]:
        """Newest first."""
        person_id, number = ids.lead_key(lead_id) or ("", 0)
        found = cls.query(key("P", person_id), cls.sk.startswith(f"RL#{number}#"), consistent_read=True)
        return sorted(found, key=lambda pursuit: -pursuit.began_at)

    @property
    def person_id(self) -> str:
        return str(self.pk.rpartition("#")[2])

    @property
    def lead_id(self) -> str:
        return ids.lead_id(self.person_id, int(self.sk.split("#")[1]))

    @property
    def wanted(self) -> str:
        """What it is for: a kind of plan, or somebody's own wish."""
        return str(self.sk.split("#")[2])

    @property
    def is_by_hand(self) -> bool:
        return self.wanted.startswith(BY_HAND)

    @property
    def tag(self) -> str | None:
        """The one that began it."""
        return self.wanted.removeprefix(BY_TAG) if self.wanted.startswith(BY_TAG) else None

    @property
    def goes_on(self) -> bool:
        return self.state in {"running", "owed"}

    @property
    def once(self) -> str:
        """The cause of the message that is owed: whatever comes again sends no second one."""
        return f"relance#{self.lead_id}#{self.wanted}#{int(self.step)}"

    @property
    def is_due(self) -> bool:
        """To the minute, as the sweep rings."""
        return self.state == "running" and f"{clock.from_ms(int(self.next_at or 0)):%Y%m%dT%H%M}" <= f"{clock.now():%Y%m%dT%H%M}"

    def owe(self) -> None:
        self.move_to("owed", facts.RelanceOwed(self.plan_id, self.lead_id, self.wanted, int(self.step)), **self._timer(None))

    def wait(self, until: int) -> None:
        """Not now: at night, or too much was sent to this person of late. Not a fact: nothing has happened."""
        if self.state == "owed":
            self.move_to("running", None, next_at=until, **self._timer(until))
        else:
            self.change(None, next_at=until, **self._timer(until))

    def sent(self, channel: str, answer: str, next_at: int | None) -> None:
        """`next_at`: when the next step is due; None: that was the last."""
        step = int(self.step)
        fact = facts.RelanceSent(self.plan_id, self.lead_id, self.wanted, step, channel, answer[:120])
        self._go_on(fact, {"step": step, "channel": channel, "at": clock.now_ms()}, next_at)

    def skipped(self, channel: str, why: str, next_at: int | None) -> None:
        step = int(self.step)
        fact = facts.RelanceSkipped(self.plan_id, self.lead_id, self.wanted, step, channel, why)
        self._go_on(fact, {"step": step, "channel": channel, "at": clock.now_ms(), "why": why}, next_at)

    def _go_on(self, fact: facts.RelanceFact, told: dict[str, Any], next_at: int | None) -> None:
        stamps: dict[str, Any] = {"told": [*self.told, told], "next_at": next_at, **self._timer(next_at)}
        if next_at is None:
            self.move_to("done", fact, expires=clock.now_ms() // 1000 + NOTED_SECONDS, **stamps)
        else:
            self.move_to("running", fact, step=int(self.step) + 1, **stamps)

    def stop(self, why: str) -> None:
        """Raises `AlreadyDone` for one that goes on no more."""
        if not self.goes_on:
            raise AlreadyDone
        stamps: dict[str, Any] = {"why": why, "next_at": None, "expires": clock.now_ms() // 1000 + NOTED_SECONDS, **self._timer(None)}
        self.move_to("stopped", facts.RelanceEnded(self.plan_id, self.lead_id, self.wanted, why), **stamps)

    def _timer(self, at: int | None) -> dict[str, Any]:
        return {"dk": None, "ds": None} if at is None else {**platform.due_at(self.person_id, at, self.pk)}


class Reached(LeaseRecord, discriminator="RC"):
    """When a person was last written to by plans: each plan's cap is over all of them."""

    times = JSONAttribute(attr_name="ts")

    @classmethod
    def take(cls, person_id: str, once: str, most: int, within_ms: int) -> int | None:
        """Count one message more. Where there is no room for it: when there will be (ms). One that is counted already is not counted again."""
        for _ in range(TRIES):
            now = clock.now_ms()
            found: Self | None = cls.find(*reached_key(person_id), consistent=True)
            seen: dict[str, int] = found.times if found else {}
            recent = sorted(at for at in seen.values() if at > now - within_ms)
            if once in seen:
                return None
            if len(recent) >= most:
                return int(recent[-most]) + within_ms
            if cls._counted(person_id, found, {name: at for name, at in seen.items() if at > now - KEPT_MS} | {once: now}):
                return None
        raise Conflict

    @classmethod
    def _counted(cls, person_id: str, seen: Self | None, times: dict[str, int]) -> bool:
        """On the condition that nobody counted meanwhile."""
        counted = cls(*reached_key(person_id), times=times, expires=(clock.now_ms() + KEPT_MS) // 1000)
        try:
            counted.save(condition=cls.times == seen.times if seen else cls.pk.does_not_exist())
        except PutError as error:
            if failed_condition(error):
                return False
            raise
        return True


def pursuit_key(lead_id: str, wanted: str) -> tuple[str, str]:
    person_id, number = ids.lead_key(lead_id) or ("", 0)
    return key("P", person_id), f"RL#{number}#{wanted}"


def reached_key(person_id: str) -> tuple[str, str]:
    return key("RC", person_id), "RC"
