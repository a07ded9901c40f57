from __future__ import annotations

import os
from typing import Any, Self

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from chalicelib.foundation import keys, tenancy
from chalicelib.foundation.keys import Sealed
from chalicelib.foundation.records import MainRecord, key

SALT_SIZE = 16


class Person(MainRecord, discriminator="P"):
    """The cold half of a lead: identity and what was asked for, in one sealed blob. Without its salt nobody can open it again."""

    salt = BinaryAttribute(attr_name="sa", legacy_encoding=False)
    sealed = BinaryAttribute(attr_name="enc", legacy_encoding=False)
    requests = NumberAttribute(attr_name="nl", default=0)
    language = UnicodeAttribute(attr_name="lg", default="fr")

    @classmethod
    def new(cls, person_id: str, language: str) -> Self:
        return cls(*person_key(person_id), salt=os.urandom(SALT_SIZE), language=language)

    @classmethod
    def known(cls, person_id: str) -> Self:
        """Raises `NotFound`."""
        return cls.existing(*person_key(person_id))

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


def person_key(person_id: str) -> tuple[str, str]:
    return key("P", person_id), "P"
