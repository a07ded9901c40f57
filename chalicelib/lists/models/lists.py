from __future__ import annotations

from typing import Any, ClassVar, Self

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import clock, ids, platform
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import MainRecord, key
from chalicelib.foundation.states import Moves
from chalicelib.lists import facts


class MarketingList(Moves, MainRecord, discriminator="LS"):
    """A list of persons: by hand, counted here, or by a rule. A deleted one stays, since history names it for ever.

    `rule`: what a lead must be like, as `shapes.Rule` writes it; None where people are put on by hand.
    """

    MOVES: ClassVar = {"kept": frozenset({"deleted"}), "deleted": frozenset()}

    state = UnicodeAttribute(attr_name="s")
    name = UnicodeAttribute(attr_name="n")
    description = UnicodeAttribute(attr_name="de", null=True)
    centre = UnicodeAttribute(attr_name="ce", null=True)
    rule = JSONAttribute(attr_name="ru", null=True)
    members = NumberAttribute(attr_name="mb", default=0)
    created_at = NumberAttribute(attr_name="cr")

    @classmethod
    def new(cls, **told: Any) -> Self:
        made = cls(*list_key(ids.short_id()), state="kept", created_at=clock.now_ms(), version=1, **told)
        made.said = said_now(facts.ListMade(made.id))
        return made

    @classmethod
    def known(cls, list_id: str) -> Self:
        """Raises `NotFound`, for one that was deleted as well."""
        found = cls.existing(*list_key(list_id), consistent=True)
        if found.state == "deleted":
            raise NotFound
        return found

    @classmethod
    def all(cls) -> list[Self]:
        """Deleted or not, by name."""
        return sorted(cls.query(key("CF"), cls.sk.startswith("LS#")), key=lambda one: one.name.casefold())

    @property
    def id(self) -> str:
        return str(self.sk.partition("#")[2])

    @property
    def is_kept(self) -> bool:
        return bool(self.state == "kept")

    @property
    def is_by_hand(self) -> bool:
        return self.rule is None

    def edit(self, **told: Any) -> None:
        self.change(facts.ListChanged(self.id), **told)

    def delete_softly(self) -> None:
        """Whoever is on it is cleared away by the clock."""
        self.move_to("deleted", facts.ListDeleted(self.id), **self._timer())

    def go_on_clearing(self) -> None:
        """More are left than one ring clears, or the index does not show them yet."""
        self.change(None, **self._timer())

    def be_cleared(self) -> None:
        self.change(None, dk=None, ds=None)

    def welcome(self, more: int, tx: TransactWrite) -> None:
        """With those who come or go. Not a change of the list itself: whoever edits it need not read it again. Refused once it is deleted."""
        tx.update(self, actions=[MarketingList.members.add(more)], condition=MarketingList.state == "kept")

    def dismiss(self, fewer: int, tx: TransactWrite) -> None:
        """Of a deleted one, those who were cleared away."""
        tx.update(self, actions=[MarketingList.members.add(-fewer)], condition=MarketingList.state == "deleted")

    def _timer(self) -> dict[str, Any]:
        return {**platform.due_at(self.id, clock.now_ms(), self.pk)}


def list_key(list_id: str) -> tuple[str, str]:
    return key("CF"), f"LS#{list_id}"
