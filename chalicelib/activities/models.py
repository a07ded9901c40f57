from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from chalicelib.activities.facts import NoteModelFact
from chalicelib.foundation import clock, ids, tenancy
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.keys import Sealed
from chalicelib.foundation.records import MainRecord, key

RETIRED_KEPT = timedelta(days=30)


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


class NoteModel(MainRecord, discriminator="NP"):
    """A predefined note: ``{tid}#NP`` / ``{id}``. Nobody's words about anybody, so it is not sealed."""

    title = UnicodeAttribute(attr_name="ti")
    text = UnicodeAttribute(attr_name="tx")
    tags = UnicodeSetAttribute(attr_name="tg", null=True)
    centre_id = UnicodeAttribute(attr_name="ce", null=True)
    place = NumberAttribute(attr_name="pl", default=0)
    retired_at = NumberAttribute(attr_name="re", null=True)

    @property
    def id(self) -> str:
        return str(self.sk)

    @classmethod
    def new(cls, *, tags: list[str], **said: Any) -> Self:
        return cls(key("NP"), ids.short_id(), tags=set(tags) or None, version=1, **said)

    @classmethod
    def known(cls, model_id: str) -> Self:
        """Raises `NotFound`."""
        found = cls.existing(key("NP"), model_id, consistent=True)
        if found.retired_at is not None:
            raise NotFound
        return found

    @classmethod
    def offered(cls) -> list[Self]:
        return list(cls.query(key("NP"), filter_condition=cls.retired_at.does_not_exist()))

    def tell_first(self, fact: NoteModelFact) -> None:
        self.said = said_now(fact)
        self.save(condition=type(self).pk.does_not_exist())

    def rewrite(self, fact: NoteModelFact, *, tags: list[str], centre_id: str | None, **said: Any) -> None:
        kept = NoteModel.tags.set(set(tags)) if tags else NoteModel.tags.remove()
        whose = NoteModel.centre_id.set(centre_id) if centre_id else NoteModel.centre_id.remove()
        self.tell(fact, kept, whose, *(getattr(NoteModel, name).set(value) for name, value in said.items()))

    def retire(self, fact: NoteModelFact) -> None:
        """It goes away by itself later: until then its fact can be read off it."""
        now = clock.now()
        gone = int((now + RETIRED_KEPT).timestamp())
        self.tell(fact, NoteModel.retired_at.set(clock.to_ms(now)), NoteModel.expires.set(gone))


def note_key(person_id: str, note_id: str) -> tuple[str, str]:
    return key("P", person_id), f"N#{note_id}"
