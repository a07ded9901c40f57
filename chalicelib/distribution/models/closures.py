from __future__ import annotations

from typing import ClassVar, Self

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.distribution.facts import CentreClosingAsked, CentreClosingContinued
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import MainRecord, key
from chalicelib.foundation.states import Moves


class Closure(Moves, MainRecord, discriminator="CZ"):
    """A centre is closed for good: ``{tid}#R#{centre}`` / ``Z``. Its leads go `to` another; its people too, or their accounts are shut (`people`).

    Worked off part by part, each of which owes the next by its fact, so that a crash loses none. Stopped, it may go on later.
    """

    SK = "Z"
    MOVES: ClassVar = {"working": frozenset({"stopped", "done"}), "stopped": frozenset({"working"}), "done": frozenset()}

    state = UnicodeAttribute(attr_name="s")
    to = UnicodeAttribute(attr_name="to")
    people = UnicodeAttribute(attr_name="pe")
    total = NumberAttribute(attr_name="tl")
    left = NumberAttribute(attr_name="le")
    asked_at = NumberAttribute(attr_name="cr")
    asked_by = UnicodeAttribute(attr_name="by")
    ended_at = NumberAttribute(attr_name="da", null=True)

    @classmethod
    def of(cls, centre_id: str) -> Self | None:
        found: Self | None = cls.find(key("R", centre_id), cls.SK, consistent=True)
        return found

    @classmethod
    def begin(cls, centre_id: str, tx: TransactWrite, *, to: str, people: str, total: int) -> None:
        """Only where none was ever begun."""
        made = cls(
            key("R", centre_id), cls.SK, state="working", to=to, people=people, total=total, left=total, asked_at=clock.now_ms(),
            asked_by=tenancy.actor(), version=1,
        )  # fmt: skip
        made.said = said_now(CentreClosingAsked(centre_id, to, people, total))
        tx.save(made, condition=cls.pk.does_not_exist())

    @property
    def centre_id(self) -> str:
        return str(self.pk.rpartition("#")[2])

    def resume(self, tx: TransactWrite, *, to: str, people: str, total: int) -> None:
        """With what is there by now; maybe to another centre than at first."""
        fact = CentreClosingAsked(self.centre_id, to, people, total)
        stamps = {"to": to, "people": people, "total": total, "left": total, "asked_at": clock.now_ms(), "asked_by": tenancy.actor()}
        self.move_to("working", fact, tx=tx, **stamps, ended_at=None)

    def go_on(self, left: int) -> None:
        """A part is done, and owes the next."""
        self.change(CentreClosingContinued(self.centre_id, left), left=left)

    def stop(self, tx: TransactWrite) -> None:
        """The centre itself tells of it, here and below."""
        self.move_to("stopped", None, tx=tx, ended_at=clock.now_ms())

    def end(self, tx: TransactWrite) -> None:
        self.move_to("done", None, tx=tx, left=0, ended_at=clock.now_ms())
