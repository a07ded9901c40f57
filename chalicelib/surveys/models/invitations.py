from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any, ClassVar, Self

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import TransactWriteError

from chalicelib.foundation import clock, ids
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.facts import Fact
from chalicelib.foundation.keys import Sealed
from chalicelib.foundation.records import MainRecord, key, refused_writes, transaction
from chalicelib.foundation.states import TRIES, Moves
from chalicelib.surveys import facts
from chalicelib.surveys.models.figures import Counts, Figures

AT_ONCE = 25
"""Invitations of one transaction."""
LAST = "~"
LATEST = 16**11 - 1


class Invitation(Moves, MainRecord, discriminator="SI"):
    """One person's part in one survey. Its key is both, so nobody is asked twice; it stands with the person, as the history of it does."""

    MOVES: ClassVar = {
        "waiting": frozenset({"mailed", "left_out", "undelivered", "unsubscribed", "answered"}),  # answered: before the mail was noted as sent
        "mailed": frozenset({"answered", "undelivered", "unsubscribed"}),
        "unsubscribed": frozenset({"answered"}),  # wants no further one, and answers this one
        "undelivered": frozenset({"answered"}),  # a link that is followed did arrive
        "left_out": frozenset(),
        "answered": frozenset(),
    }

    state = UnicodeAttribute(attr_name="s")
    number = NumberAttribute(attr_name="l")
    language = UnicodeAttribute(attr_name="la", null=True)
    reason = UnicodeAttribute(attr_name="rs", null=True)
    since = NumberAttribute(attr_name="at")
    put_off_at = NumberAttribute(attr_name="po", null=True)
    sealed = BinaryAttribute(attr_name="enc", legacy_encoding=False, null=True)

    @classmethod
    def new(cls, survey_id: str, lead_id: str, language: str | None, left_out: str | None) -> Self:
        """`left_out`: why this person gets no mail, if so."""
        person_id, number = ids.lead_key(lead_id) or ("", 0)
        state = "left_out" if left_out else "waiting"
        invitation = cls(*invitation_key(person_id, survey_id), state=state, number=number, language=language, reason=left_out, version=1)
        for name, value in invitation._listed(state).items():
            setattr(invitation, name, value)
        return invitation

    @classmethod
    def known(cls, person_id: str, survey_id: str) -> Self:
        """Raises `NotFound`."""
        return cls.existing(*invitation_key(person_id, survey_id), consistent=True)

    @classmethod
    def of_person(cls, person_id: str) -> list[Self]:
        return list(cls.query(key("P", person_id), cls.sk.startswith("SV#")))

    @classmethod
    def add(cls, survey_id: str, wanted: Sequence[Self]) -> None:
        """Invite these, one person once. Who is invited already stays as they are."""
        left = list({one.pk: one for one in wanted}.values())
        while left:
            batch, left = left[:AT_ONCE], left[AT_ONCE:]
            left = cls._added(survey_id, batch) + left

    @classmethod
    def _added(cls, survey_id: str, batch: list[Self]) -> list[Self]:
        """All of them and their figures, or none: then those who were not known before, to be tried again."""
        try:
            with transaction() as tx:
                for one in batch:
                    tx.save(one, condition=cls.pk.does_not_exist())
                Figures.add(tx, survey_id, _summed(batch))
        except TransactWriteError as error:
            refused = refused_writes(error)
            fresh = [one for one, stood in zip(batch, refused, strict=False) if stood is None]
            if len(fresh) == len(batch):
                raise
            return fresh
        return []

    @classmethod
    def listed(cls, survey_id: str, state: str, *, limit: int, before: str | None = None) -> tuple[list[Self], str | None]:
        """Those who stand there, the latest first, or from one place in that list on; and the place behind which there may be more.

        Fewer than `limit` where the list is behind: who has moved on meanwhile is not among them.
        """
        found = MainRecord.work.query(key("SV", survey_id, state), MainRecord.ws < (before or LAST), scan_index_forward=False)
        read = list(islice(found, limit))
        places = [(item.pk, item.sk) for item in read]
        kept = {(one.pk, one.sk): one for one in cls.batch_get(places)}
        standing = [kept[place] for place in places if place in kept and kept[place].state == state]
        return standing, read[-1].ws if len(read) == limit else None

    @property
    def person_id(self) -> str:
        return str(self.pk.rpartition("#")[2])

    @property
    def survey_id(self) -> str:
        return str(self.sk.partition("#")[2])

    @property
    def lead_id(self) -> str:
        return ids.lead_id(self.person_id, int(self.number))

    @property
    def id(self) -> str:
        """What a mail server's news of its mail names."""
        return f"{self.person_id}.{self.survey_id}"

    def mailed(self, answer: str) -> None:
        self._go("mailed", facts.SurveyMailed(self.survey_id, self.lead_id, answer[:120]))

    def leave_out(self, reason: str) -> None:
        """Who has said no since. Not a fact: nothing happened to the person."""
        self._go("left_out", None, {f"#left_out|{reason}": 1}, reason=reason)

    def put_off(self) -> None:
        """A server takes it later, or not: all others come first. Not a fact."""
        now = clock.now_ms()
        later = f"{clock.sortable(0)}#{clock.sortable(LATEST - now)}#{self.person_id}"  # the list begins with its latest
        self.change(None, put_off_at=self.put_off_at or now, ws=later)

    def is_put_off_for(self, seconds: int) -> bool:
        return bool(self.put_off_at and clock.now_ms() - self.put_off_at > seconds * 1000)

    def came_back(self) -> None:
        self._go("undelivered", facts.SurveyUndelivered(self.survey_id, self.lead_id))

    def unsubscribe(self) -> None:
        self._go("unsubscribed", facts.SurveyUnsubscribed(self.survey_id, self.lead_id))

    def answer(self, answers: dict[str, Any], cipher: Sealed, counts: Counts) -> None:
        """Raises `AlreadyDone` the second time."""
        sealed = cipher.seal(answers, about=self.bound_to)
        self._go("answered", facts.SurveyAnswered(self.survey_id, self.lead_id), counts, sealed=sealed)

    def read(self, cipher: Sealed) -> dict[str, Any]:
        """The clean answers by field; none before there are any."""
        return dict(cipher.open(self.sealed, about=self.bound_to)) if self.sealed else {}

    def _listed(self, state: str) -> dict[str, Any]:
        now = clock.now_ms()
        return {"since": now, "wk": key("SV", self.survey_id, state), "ws": f"{clock.sortable(now)}#{self.person_id}"}

    def _go(self, state: str, fact: Fact | None, more: Counts | None = None, **stamps: Any) -> None:
        """One move and its figures. Who was quicker decides what the next try may do."""
        for _ in range(TRIES):
            try:
                with transaction() as tx:
                    self.move_to(state, fact, tx=tx, **self._listed(state), **stamps)
                    Figures.add(tx, self.survey_id, {f"#{self.state}": -1, f"#{state}": 1, **(more or {})})
            except TransactWriteError:
                self.refresh(consistent_read=True)
            else:
                return
        raise Conflict


def _summed(batch: Sequence[Invitation]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in batch:
        for name in [f"#{one.state}", *([f"#left_out|{one.reason}"] if one.reason else [])]:
            counts[name] = counts.get(name, 0) + 1
    return counts


def invitation_key(person_id: str, survey_id: str) -> tuple[str, str]:
    return key("P", person_id), f"SV#{survey_id}"
