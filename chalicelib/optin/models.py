from __future__ import annotations

from typing import Self

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.foundation import clock, keys, tenancy
from chalicelib.foundation.records import MainRecord, key


class NoMail(MainRecord, discriminator="NM"):
    """Somebody wants no more mail about what was asked for through a form. Which address that is cannot be read back, only recognised."""

    form = UnicodeAttribute(attr_name="fm")
    since = NumberAttribute(attr_name="cr")

    @classmethod
    def for_requests(cls, form: str, address: str) -> Self:
        name = keys.of(tenancy.tenant()).blind("no mail", f"{form}|{address.strip().lower()}")
        return cls(key("X", name), "NM", form=form, since=clock.now_ms())

    def is_kept(self) -> bool:
        return self.find(self.pk, self.sk, consistent=True) is not None
