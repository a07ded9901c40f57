from __future__ import annotations

from typing import ClassVar, Self

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.files import facts
from chalicelib.foundation import clock, ids
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import MainRecord, key
from chalicelib.foundation.states import Moves


class File(Moves, MainRecord, discriminator="FI"):
    """One file of one request. Its name is sealed with the request; its content is an object of S3, named after this record."""

    MOVES: ClassVar = {
        "received": frozenset({"kept", "lost"}),  # lost: gone, or no longer what was looked into
        "kept": frozenset(),
        "lost": frozenset(),
        "erased": frozenset(),
    }
    ANY = frozenset({"erased"})

    state = UnicodeAttribute(attr_name="s")
    kind = UnicodeAttribute(attr_name="ki")
    size = NumberAttribute(attr_name="by")
    etag = UnicodeAttribute(attr_name="et")
    upload = UnicodeAttribute(attr_name="up")
    received_at = NumberAttribute(attr_name="at")

    @classmethod
    def new(cls, lead_id: str, kind: str, size: int, etag: str, upload: str) -> Self:
        file = cls(*_place(lead_id, upload), state="received", kind=kind, size=size, etag=etag, upload=upload, received_at=clock.now_ms(), version=1)
        file.said = said_now(facts.FileReceived(lead_id, file.id, kind, size))
        return file

    @classmethod
    def known(cls, lead_id: str, file_id: str) -> Self:
        """Raises `NotFound`."""
        if not (ids.lead_key(lead_id) and file_id.isalnum()):
            raise NotFound
        return cls.existing(*_place(lead_id, file_id), consistent=True)

    @classmethod
    def of_lead(cls, lead_id: str) -> list[Self]:
        """In no order."""
        pk, sk = _place(lead_id, "")
        return list(cls.query(pk, cls.sk.startswith(sk), consistent_read=True))

    @property
    def id(self) -> str:
        return str(self.sk.rpartition("#")[2])

    @property
    def lead_id(self) -> str:
        return ids.lead_id(self._person, int(self.sk.split("#")[1]))

    @property
    def _person(self) -> str:
        return str(self.pk.rpartition("#")[2])

    @property
    def kept_as(self) -> str:
        """The name of its object. All of a person's lie together."""
        tenant = self.pk.partition("#")[0]
        return f"kept/{tenant}/{self._person}/{self.id}"

    def receive(self, tx: TransactWrite) -> None:
        tx.save(self, condition=type(self).pk.does_not_exist())

    def keep(self) -> None:
        """Nobody waits for the news."""
        self.move_to("kept", None)

    def lose(self) -> None:
        self.move_to("lost", facts.FileVanished(self.lead_id, self.id))

    def open(self) -> None:
        """Somebody reads it: told, since files say much about a person."""
        self.change(facts.FileOpened(self.lead_id, self.id))

    def erase(self) -> None:
        self.move_to("erased", facts.FileErased(self.lead_id, self.id))


def _place(lead_id: str, file_id: str) -> tuple[str, str]:
    person, number = ids.lead_key(lead_id) or ("", 0)
    return key("P", person), f"FI#{number}#{file_id}"
