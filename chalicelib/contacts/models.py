from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, Self

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.contacts.facts import NumberBlocked, NumberUnblocked
from chalicelib.foundation import clock, keys, tenancy
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.facts import Fact, said_now
from chalicelib.foundation.keys import Sealed
from chalicelib.foundation.records import MainRecord, key, where_condition_holds

SALT_SIZE = 16


class Person(MainRecord, discriminator="P"):
    """The cold half of a lead: identity and what was asked for, in one sealed blob. Without its salt nobody can open it again."""

    salt = BinaryAttribute(attr_name="sa", legacy_encoding=False)
    sealed = BinaryAttribute(attr_name="enc", legacy_encoding=False)
    requests = NumberAttribute(attr_name="nl", default=0)
    language = UnicodeAttribute(attr_name="lg", default="fr")
    tags = UnicodeSetAttribute(attr_name="tg", null=True)

    @classmethod
    def new(cls, person_id: str, language: str) -> Self:
        return cls(*person_key(person_id), salt=os.urandom(SALT_SIZE), language=language)

    @classmethod
    def known(cls, person_id: str, *, consistent: bool = False) -> Self:
        """Raises `NotFound`."""
        return cls.existing(*person_key(person_id), consistent=consistent)

    @property
    def id(self) -> str:
        return str(self.pk.rpartition("#")[2])

    @property
    def cipher(self) -> Sealed:
        """Opens everything that is kept about this person: notes and messages too."""
        return keys.of(tenancy.tenant()).person(self.salt)

    def read(self) -> dict[str, Any]:
        """``{"first_name", "last_name", "email", "phone", "requests": {"1": {…}}, "corrections": {"1": [{…}]}}``."""
        opened: dict[str, Any] = self.cipher.open(self.sealed, about=self.bound_to)
        return opened

    def seal(self, details: dict[str, Any]) -> None:
        self.sealed = self.cipher.seal(details, about=self.bound_to)
        self.requests = len(details["requests"])


class Guard(MainRecord, discriminator="X"):
    """One per e-mail address or phone number: makes doubles impossible, and is the exact search at once."""

    people = UnicodeSetAttribute(attr_name="ps")

    @classmethod
    def of_email(cls, address: str) -> Self:
        """Case is not held against anybody; dots and tags are kept, since they may be somebody else's."""
        return cls._of("email", address.strip().lower())

    @classmethod
    def of_phone(cls, number: str) -> Self:
        """`number` in E.164."""
        return cls._of("phone", number)

    @classmethod
    def _of(cls, kind: str, value: str) -> Self:
        return cls(key("X", keys.of(tenancy.tenant()).blind(kind, value)), "X")

    def holders(self) -> list[str]:
        """The persons known under the value."""
        found = self.find(self.pk, self.sk, consistent=True)
        return sorted(found.people) if found else []


class BlockedNumber(MainRecord, discriminator="DN"):
    """A number that nobody of the company calls: ``{tid}#X#{keyed hash}`` / ``DN``, beside the guard that says whose it is.

    The number itself is not kept, so this outlives the person: whoever comes back under it, by a form or an import, is not called either.
    """

    SK = "DN"

    since = NumberAttribute(attr_name="at", null=True)
    """None: the number may be called again; the fact of that still stands here."""

    @classmethod
    def of(cls, number: str, *, consistent: bool = False) -> Self:
        """`number` in E.164. One that was never blocked is made here, and kept nowhere."""
        place = cls._place(number)
        found: Self | None = cls.find(*place, consistent=consistent)
        return found or cls(*place, version=0)

    @classmethod
    def among(cls, numbers: Iterable[str]) -> set[str]:
        """Which of these nobody calls, read a hundred at a time."""
        places = {cls._place(number): number for number in numbers}
        return {places[one.pk, one.sk] for one in cls.batch_get(list(places)) if one.is_blocked} if places else set()

    @property
    def is_blocked(self) -> bool:
        return self.since is not None

    def block(self, lead_id: str, tx: TransactWrite) -> None:
        """The transaction is refused when somebody changed it since it was read."""
        unchanged = BlockedNumber.version == self.version if self.version else BlockedNumber.pk.does_not_exist()
        self.version, self.since = int(self.version) + 1, clock.now_ms()
        self.said = said_now(NumberBlocked(lead_id))
        tx.save(self, condition=unchanged)

    def unblock(self, lead_id: str, tx: TransactWrite) -> None:
        self.tell(NumberUnblocked(lead_id), BlockedNumber.since.remove(), tx=tx)

    @classmethod
    def _place(cls, number: str) -> tuple[str, str]:
        return key("X", keys.of(tenancy.tenant()).blind("phone", number)), cls.SK


class TagBook(MainRecord, discriminator="TG"):
    """The company's own words to sort persons by: ``{tid}#CF`` / ``TG``. One record holds them all, so that no two are called the same.

    `kept`: ``{id: {"name", "colour", "retired"?}}``.
    """

    kept = JSONAttribute(attr_name="c")

    @classmethod
    def here(cls) -> Self:
        """A company that has none yet has an empty list, kept nowhere."""
        found: Self | None = cls.find(key("CF"), "TG", consistent=True)
        return found or cls(key("CF"), "TG", kept={}, version=0)

    def named(self, name: str) -> str | None:
        """The id of the one that is called so, however it is written."""
        wanted = name.casefold()
        return next((tag_id for tag_id, tag in self.offered() if tag["name"].casefold() == wanted), None)

    def offered(self) -> list[tuple[str, dict[str, Any]]]:
        return [(tag_id, tag) for tag_id, tag in self.kept.items() if not tag.get("retired")]

    def keep(self, kept: dict[str, Any], fact: Fact) -> None:
        """Raises `Conflict` when somebody changed the list since it was read."""
        if self.version:
            self.tell(fact, TagBook.kept.set(kept))
            return
        self.kept, self.version, self.said = kept, 1, said_now(fact)
        with where_condition_holds(otherwise=Conflict):
            self.save(condition=TagBook.pk.does_not_exist())


def person_key(person_id: str) -> tuple[str, str]:
    return key("P", person_id), "P"
