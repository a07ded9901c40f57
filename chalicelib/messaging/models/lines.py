from __future__ import annotations

from typing import Any, Self

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.foundation import clock, facts, ids
from chalicelib.foundation.errors import Conflict, NotFound, VersionLapsed
from chalicelib.foundation.records import MainRecord, key
from chalicelib.messaging.facts import TextLineAdded, TextLineDeleted, TextLineEdited
from chalicelib.messaging.mail import Receipt
from chalicelib.messaging.texts import Text

KEPT_SECONDS = 24 * 3600
"""Of a line that was deleted, so that the relay tells it."""


class NoLine(Conflict):
    fr = "Aucune ligne n'existe encore pour ce canal : ajoutez-en une dans « Lignes SMS et WhatsApp »."
    en = "There is no line for this channel yet: add one under “SMS and WhatsApp lines”."


class TextLine(MainRecord, discriminator="TX"):
    """Whom a tenant's texts are from. `provider` ``none`` sends nothing, and remembers what it would have sent."""

    name = UnicodeAttribute(attr_name="n")
    channel = UnicodeAttribute(attr_name="c")
    provider = UnicodeAttribute(attr_name="k")
    identity = UnicodeAttribute(attr_name="i", null=True)
    created_at = NumberAttribute(attr_name="cr")

    @classmethod
    def new(cls, **told: Any) -> Self:
        line = cls(*line_key(ids.short_id()), created_at=clock.now_ms(), version=1, **told)
        line.said = facts.said_now(TextLineAdded(line.id, line.channel))
        return line

    @classmethod
    def known(cls, line_id: str) -> Self:
        """Raises `NotFound`."""
        line = cls.existing(*line_key(line_id), consistent=True)
        if line.expires is not None:
            raise NotFound
        return line

    @classmethod
    def to_send_by(cls, line_id: str | None, channel: str) -> Self:
        """The one named, if it is there still; else the first of that channel. Raises `NoLine`."""
        lines = [line for line in cls.all() if line.channel == channel]
        line = next((one for one in lines if one.id == line_id), lines[0] if lines else None)
        if line is None:
            raise NoLine
        return line

    @classmethod
    def all(cls) -> list[Self]:
        """Oldest first."""
        return sorted((line for line in cls.query(key("CF"), cls.sk.startswith("TX#")) if line.expires is None), key=lambda line: line.created_at)

    @property
    def id(self) -> str:
        return str(self.sk.partition("#")[2])

    def edit(self, version: int | None, **told: Any) -> None:
        if version is not None and int(self.version) != version:
            raise VersionLapsed
        changes = [getattr(type(self), name).set(value) if value is not None else getattr(type(self), name).remove() for name, value in told.items()]
        self.tell(TextLineEdited(self.id), *changes)

    def leave(self) -> None:
        """Said while it is there still, since what is deleted announces nothing: it is known no more, and goes by itself."""
        self.tell(TextLineDeleted(self.id), type(self).expires.set(clock.now_ms() // 1000 + KEPT_SECONDS))

    def send(self, text: Text) -> Receipt:
        if self.provider == "none":
            from chalicelib.messaging import null  # noqa: PLC0415 - for trials

            return null.send_text(text)
        from chalicelib.messaging import phones  # noqa: PLC0415 - few functions send texts

        return phones.send(text, self.identity or "")


def line_key(line_id: str) -> tuple[str, str]:
    return key("CF"), f"TX#{line_id}"
