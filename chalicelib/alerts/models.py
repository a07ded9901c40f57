from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.exceptions import PutError
from pynamodb.expressions.update import Action

from chalicelib.alerts import facts
from chalicelib.alerts.facts import AlertFact
from chalicelib.alerts.rules import DEFAULTS, AlertRule
from chalicelib.alerts.watching import Cause
from chalicelib.foundation import clock, platform
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.keys import digest
from chalicelib.foundation.records import MainRecord, failed_condition, key, where_condition_holds
from chalicelib.foundation.states import Moves

KEPT_SECONDS = 30 * 24 * 3600
COMPANY = "T"
"""The desk of those who look after the whole company."""
RAISED, OVER = "1", "0"
BATCH = 100
READ_MOST = 500
"""Marks of single alerts, hardly ever reached: then the older ones are forgotten, and whatever of them is raised still is new again."""


class RuleBook(MainRecord, discriminator="AR"):
    """The rules of a centre: ``{tid}#CF`` / ``AL#{centre}``. One that has made none has the house's."""

    kept = JSONAttribute(attr_name="r")

    @classmethod
    def of(cls, centre_id: str) -> Self:
        place = key("CF"), f"AL#{centre_id}"
        found: Self | None = cls.find(*place, consistent=True)
        return found or cls(*place, kept=None, version=0)

    @property
    def rules(self) -> list[AlertRule]:
        return [AlertRule.model_validate(rule) for rule in self.kept] if self.kept is not None else list(DEFAULTS)

    def keep(self, rules: Iterable[AlertRule]) -> None:
        """Raises `Conflict` when somebody changed them since they were read."""
        self.kept = [rule.model_dump() for rule in rules]
        unchanged = RuleBook.version == self.version if self.version else RuleBook.pk.does_not_exist()
        self.version = int(self.version) + 1
        self.said = said_now(facts.AlertRulesEdited(self.sk.partition("#")[2]))
        with where_condition_holds(otherwise=Conflict):
            self.save(condition=unchanged)


class Watch(MainRecord, discriminator="AW"):
    """When a centre is looked at next: ``{tid}#AL#{centre}`` / ``W``. Its timer is all that it keeps."""

    @classmethod
    def of(cls, centre_id: str) -> Self | None:
        found: Self | None = cls.find(*watch_key(centre_id), consistent=True)
        return found

    @classmethod
    def begin(cls, centre_id: str) -> None:
        """From now on. One that is there already stays as it is."""
        pk, sk = watch_key(centre_id)
        timer = platform.due_at(centre_id, clock.now_ms(), pk)
        watch = cls(pk, sk, dk=timer["dk"], ds=timer["ds"])
        with where_condition_holds():
            watch.save(condition=cls.pk.does_not_exist())

    @property
    def is_due(self) -> bool:
        return self.ds is not None and str(self.ds) <= f"{clock.now():%Y%m%dT%H%M}~"

    def look_again(self, at: int) -> None:
        """The next look. Raises `Conflict` for a second sweep that is at the same one."""
        timer = platform.due_at(self.pk.rpartition("#")[2], at, self.pk)
        seen = self.ds
        with where_condition_holds(otherwise=Conflict):
            self.update([Watch.dk.set(timer["dk"]), Watch.ds.set(timer["ds"])], condition=Watch.ds == seen)

    def end(self) -> None:
        """There is nothing to look at any more."""
        self.delete()


class Alert(Moves, MainRecord, discriminator="AL"):
    """One thing that is late, for one audience: ``{tid}#AL#{desk}`` / ``{centre}#{rule}#{subject}``.

    Listed by its desk (index `work`: raised before over, the latest first) and, while it is raised, by its centre (index `day`).
    """

    MOVES: ClassVar = {"raised": frozenset({"over"}), "over": frozenset({"raised"})}

    state = UnicodeAttribute(attr_name="s")
    kind = UnicodeAttribute(attr_name="k")
    audience = UnicodeAttribute(attr_name="au")
    centre = UnicodeAttribute(attr_name="ce")
    lead = UnicodeAttribute(attr_name="l", null=True)
    agent = UnicodeAttribute(attr_name="ag", null=True)
    counted = NumberAttribute(attr_name="n", null=True)
    since = NumberAttribute(attr_name="si")
    raised_at = NumberAttribute(attr_name="ra")
    ended_at = NumberAttribute(attr_name="ea", null=True)
    by_mail = BooleanAttribute(attr_name="ml", default=False)

    @classmethod
    def raise_(cls, cause: Cause) -> bool:
        """Whether it was not raised already: then it is said."""
        alert = cls(*alert_key(cause), state="raised", version=0, **alert_values(cause))
        found: Self | None = cls.find(alert.pk, alert.sk, consistent=True)
        if found is None:
            return alert._come_up()
        if found.state == "raised":
            return False
        found.come_up_again(alert_values(cause))
        return True

    def come_up_again(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.move_to("raised", self._fact(), ended_at=None, expires=None, **values, **self._listed("raised", int(values["raised_at"])))

    def _come_up(self) -> bool:
        self.version = 1
        self.said = said_now(self._fact())
        for name, value in self._listed("raised", int(self.raised_at)).items():
            setattr(self, name, value)
        try:
            self.save(condition=Alert.pk.does_not_exist())
        except PutError as error:
            if not failed_condition(error):
                raise
            return False
        return True

    def end(self) -> None:
        """It is so no more."""
        now = clock.now_ms()
        kept_until = now // 1000 + KEPT_SECONDS
        self.move_to("over", self._fact(over=True), ended_at=now, expires=kept_until, **self._listed("over", now))

    @classmethod
    def of_desk(cls, desk: str, *, raised: bool, limit: int) -> list[Self]:
        """The latest first."""
        mark = RAISED if raised else OVER
        places = MainRecord.work.query(key("AL", desk), MainRecord.ws.startswith(mark), scan_index_forward=False, limit=limit)
        return cls._hydrated([(item.pk, item.sk) for item in places], "raised" if raised else "over")

    @classmethod
    def raised_in(cls, centre_id: str) -> list[Self]:
        """Everything that is raised in a centre, for whomever it is."""
        places = [(item.pk, item.sk) for item in MainRecord.day.query(key("AL", centre_id))]
        return cls._hydrated(places, "raised")

    @classmethod
    def _hydrated(cls, places: list[tuple[str, str]], state: str) -> list[Self]:
        found = {(one.pk, one.sk): one for one in cls.batch_get(places, consistent_read=True)} if places else {}
        return [found[place] for place in places if place in found and found[place].state == state]

    @staticmethod
    def place_of(cause: Cause) -> tuple[str, str]:
        return alert_key(cause)

    @property
    def place(self) -> tuple[str, str]:
        return self.pk, self.sk

    @property
    def desk(self) -> str:
        return str(self.pk.rpartition("#")[2])

    @property
    def id(self) -> str:
        """Of this time: raised again, it is another, and not read yet."""
        return digest([self.pk, self.sk, int(self.raised_at)])[:20]

    def _fact(self, *, over: bool = False) -> AlertFact:
        kinds = (facts.AgentReminded, facts.ReminderEnded) if self.audience == "agent" else (facts.AlertRaised, facts.AlertEnded)
        said: AlertFact = kinds[over](
            alert_id=self.id, kind=self.kind, audience=self.audience, centre_id=self.centre, since_at=int(self.since),
            count=int(self.counted) if self.counted is not None else None, lead_id=self.lead, agent_id=self.agent,
        )  # fmt: skip
        return said

    def _listed(self, state: str, at: int) -> dict[str, Any]:
        mark, place = (RAISED, key("AL", self.centre)) if state == "raised" else (OVER, None)
        when = f"{clock.sortable(at)}#{self.sk}"
        return {"wk": self.pk, "ws": f"{mark}#{when}", "dd": place, "dv": when if place else None}


class Mailing(MainRecord, discriminator="AM"):
    """Up to which alert a desk has been written to: ``{tid}#AL#{desk}`` / ``M``."""

    told_until = NumberAttribute(attr_name="u", default=0)
    told_at = NumberAttribute(attr_name="at", default=0)

    @classmethod
    def of(cls, desk: str) -> Self:
        place = key("AL", desk), "M"
        found: Self | None = cls.find(*place, consistent=True)
        return found or cls(*place)

    def note(self, until: int) -> None:
        self.told_until, self.told_at = until, clock.now_ms()
        self.save()


class Reader(MainRecord, discriminator="NR"):
    """What one person has read, and how they want to be told: ``{tid}#AL#{user}`` / ``R``."""

    read_until = NumberAttribute(attr_name="u", default=0)
    read = UnicodeSetAttribute(attr_name="rd", null=True)
    muted = UnicodeSetAttribute(attr_name="mu", null=True)
    wants_mail = BooleanAttribute(attr_name="ml", default=True)
    follows_centres = BooleanAttribute(attr_name="fc", default=True)

    @classmethod
    def of(cls, user_id: str) -> Self:
        place = key("AL", user_id), "R"
        found: Self | None = cls.find(*place, consistent=True)
        return found or cls(*place)

    def has_read(self, alert: Alert) -> bool:
        return bool(alert.raised_at <= self.read_until) or alert.id in (self.read or ())

    def mark(self, alert_ids: Iterable[str]) -> None:
        """A repeat changes nothing."""
        wanted = set(alert_ids) - set(self.read or ())
        if wanted:
            is_room = len(self.read or ()) + len(wanted) <= READ_MOST
            self.update([Reader.read.add(wanted) if is_room else Reader.read.set(wanted)])

    def mark_until(self, at: int) -> None:
        """Everything up to then is read, and single marks need not be kept."""
        actions: list[Action] = [Reader.read_until.set(max(at, int(self.read_until)))]
        self.update([*actions, Reader.read.remove()])

    def prefer(self, *, muted: set[str], wants_mail: bool, follows_centres: bool) -> None:
        kept = Reader.muted.set(muted) if muted else Reader.muted.remove()
        self.update([kept, Reader.wants_mail.set(wants_mail), Reader.follows_centres.set(follows_centres)])


def watch_key(centre_id: str) -> tuple[str, str]:
    return key("AL", centre_id), "W"


def alert_key(cause: Cause) -> tuple[str, str]:
    return key("AL", desk_of(cause)), f"{cause.centre}#{cause.rule.id}#{cause.subject}"


def desk_of(cause: Cause) -> str:
    """Where it lies: before its agent, its centre's managers, or those of the company."""
    return {"agent": str(cause.agent), "centre": cause.centre, "company": COMPANY}[cause.rule.audience]


def alert_values(cause: Cause) -> dict[str, Any]:
    return {
        "kind": cause.rule.kind, "audience": cause.rule.audience, "centre": cause.centre, "lead": cause.lead, "agent": cause.agent,
        "counted": cause.count, "since": cause.since, "raised_at": clock.now_ms(), "by_mail": cause.rule.mail,
    }  # fmt: skip
