from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.foundation import clock, keys, tenancy
from chalicelib.foundation.records import MainRecord, key


class NoMail(MainRecord, discriminator="NM"):
    """Somebody wants no more mail about something: requests through a form, by its id, or surveys. Which address that is cannot be read back,
    only recognised.
    """

    about = UnicodeAttribute(attr_name="fm")
    since = NumberAttribute(attr_name="cr")

    @classmethod
    def of(cls, about: str, address: str) -> Self:
        name = keys.of(tenancy.tenant()).blind("no mail", f"{about}|{address.strip().lower()}")
        return cls(key("X", name), "NM", about=about, since=clock.now_ms())

    @classmethod
    def kept_of(cls, wishes: Iterable[Self]) -> set[str]:
        """The partition keys of those that are kept, read a hundred at a time."""
        return {kept.pk for kept in cls.batch_get([(wish.pk, wish.sk) for wish in wishes])}

    def is_kept(self) -> bool:
        return self.find(self.pk, self.sk, consistent=True) is not None
