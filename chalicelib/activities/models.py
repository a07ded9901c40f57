from __future__ import annotations

from typing import Self

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.keys import Sealed
from chalicelib.foundation.records import MainRecord, key


class Note(MainRecord, discriminator="N"):
    """One note. Its id is made where it is typed, so that sending it twice keeps it once."""

    lead_id = UnicodeAttribute(attr_name="l")
    author = UnicodeAttribute(attr_name="by")
    at = NumberAttribute()
    sealed = BinaryAttribute(attr_name="enc", legacy_encoding=False)

    @classmethod
    def new(cls, note_id: str, person_id: str, cipher: Sealed, lead_id: str, text: str) -> Self:
        note = cls(*note_key(person_id, note_id), lead_id=lead_id, author=tenancy.actor(), at=clock.now_ms())
        note.sealed = cipher.seal(text, about=note.bound_to)
        return note

    @property
    def id(self) -> str:
        return str(self.sk.partition("#")[2])

    def read(self, cipher: Sealed) -> str:
        return str(cipher.open(self.sealed, about=self.bound_to))


def note_key(person_id: str, note_id: str) -> tuple[str, str]:
    return key("P", person_id), f"N#{note_id}"
