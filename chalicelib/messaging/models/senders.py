from __future__ import annotations

from typing import Any, ClassVar, Self

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.foundation import clock, ids, keys, tenancy
from chalicelib.foundation import facts as foundation
from chalicelib.foundation.errors import Conflict, NotFound
from chalicelib.foundation.records import MainRecord, key
from chalicelib.foundation.states import Moves
from chalicelib.messaging import facts, null, ses
from chalicelib.messaging.mail import Mail, Parcel, Receipt


class NoSender(Conflict):
    fr = "Aucun profil d'expéditeur n'existe encore : créez-en un avant d'envoyer."
    en = "There is no sender profile yet: create one before sending."


class Sender(Moves, MainRecord, discriminator="S"):
    """Whom a tenant's mails are from, and by what they leave."""

    MOVES: ClassVar = {
        "on": frozenset({"paused", "deleted"}),
        "paused": frozenset({"on", "deleted"}),  # resumed by an admin, who has seen why
        "deleted": frozenset(),
    }

    state = UnicodeAttribute(attr_name="s", default="on")
    name = UnicodeAttribute(attr_name="n")
    kind = UnicodeAttribute(attr_name="k")
    from_name = UnicodeAttribute(attr_name="fn")
    from_address = UnicodeAttribute(attr_name="fa")
    reply_to = UnicodeAttribute(attr_name="rt", null=True)
    host = UnicodeAttribute(attr_name="h", null=True)
    port = NumberAttribute(attr_name="p", null=True)
    security = UnicodeAttribute(attr_name="sc", null=True)
    username = UnicodeAttribute(attr_name="u", null=True)
    sealed = BinaryAttribute(attr_name="enc", null=True, legacy_encoding=False)
    per_second = NumberAttribute(attr_name="ps", null=True)
    per_day = NumberAttribute(attr_name="pd", null=True)
    fallback_id = UnicodeAttribute(attr_name="fb", null=True)
    paused_at = NumberAttribute(attr_name="pa", null=True)
    paused_for = UnicodeAttribute(attr_name="pf", null=True)
    forgiven = JSONAttribute(attr_name="fg", null=True)
    """The day of the last resumption, and what was counted on it until then: what an admin has seen pauses nothing a second time."""
    created_at = NumberAttribute(attr_name="cr")

    @classmethod
    def new(cls, kind: str) -> Self:
        sender_id = ids.short_id()
        said = foundation.said_now(facts.SenderAdded(sender_id, kind))
        return cls(*sender_key(sender_id), state="on", kind=kind, created_at=clock.now_ms(), version=1, said=said)

    @classmethod
    def known(cls, sender_id: str | None) -> Self:
        """The one named, or the tenant's first. Raises `NotFound`, `NoSender`."""
        if sender_id is None:
            return cls._first()
        sender = cls.existing(*sender_key(sender_id))
        if sender.state == "deleted":
            raise NotFound
        return sender

    @classmethod
    def to_send_by(cls, sender_id: str | None) -> Self:
        """The one named. A form may name one that was deleted since: then its fall-back sends, or the tenant's first."""
        sender: Self | None = cls.find(*sender_key(sender_id)) if sender_id else cls._first()
        if sender is None:
            raise NotFound
        return sender if sender.state != "deleted" else sender.fallback or cls._first()

    @classmethod
    def all(cls) -> list[Self]:
        """Those that are not deleted."""
        return [sender for sender in cls.query(key("CF"), cls.sk.startswith("S#")) if sender.state != "deleted"]

    @classmethod
    def _first(cls) -> Self:
        first = min(cls.all(), key=lambda one: one.created_at, default=None)
        if first is None:
            raise NoSender
        return first

    @property
    def id(self) -> str:
        return str(self.sk.partition("#")[2])

    @property
    def is_paused(self) -> bool:
        return bool(self.state == "paused")

    @property
    def fallback(self) -> Self | None:
        """Who sends where this one cannot, if it still may. It has no fall-back of its own then: a chain of them would end nowhere."""
        spare: Self | None = type(self).find(*sender_key(self.fallback_id)) if self.fallback_id else None
        return spare if spare is not None and spare.state == "on" else None

    @property
    def domain(self) -> str:
        return str(self.from_address.rpartition("@")[2]).lower()

    @property
    def password(self) -> str | None:
        return str(keys.of(tenancy.tenant()).open(self.sealed, about=f"sender:{self.id}")) if self.sealed else None

    def sealed_password(self, password: str) -> bytes:
        """So that only sending can read it again."""
        return keys.of(tenancy.tenant()).seal(password, about=f"sender:{self.id}")

    def edit(self, changes: dict[str, Any]) -> None:
        self.change(facts.SenderEdited(self.id), **changes)

    def move_server(self, host: str, port: int) -> None:
        self.edit({"host": host, "port": port})

    def pause(self, why: str) -> None:
        self.move_to("paused", facts.SenderPaused(self.id, why), paused_at=clock.now_ms(), paused_for=why)

    def resume(self, forgiven: dict[str, Any]) -> None:
        self.move_to("on", facts.SenderResumed(self.id), paused_at=None, paused_for=None, forgiven=forgiven)

    def delete_softly(self) -> None:
        """What it signed names it for ever; its password is gone at once."""
        self.move_to("deleted", facts.SenderDeleted(self.id), sealed=None)

    def send(self, mail: Mail, parcel: Parcel, *, at_once: bool = False) -> Receipt:
        """`at_once`: also by a server that did not answer a moment ago."""
        complete = mail.completed(from_name=self.from_name, from_address=self.from_address, reply_to=self.reply_to)
        match self.kind:
            case "ses":
                return ses.send(complete, parcel)
            case "smtp":
                return self._send_by_smtp(complete, parcel, at_once=at_once)
            case _:
                return null.send(complete, parcel)

    def _send_by_smtp(self, mail: Mail, parcel: Parcel, *, at_once: bool) -> Receipt:
        from chalicelib.messaging import smtp  # noqa: PLC0415 - brings the library's whole grammar of mail, which SES does without

        server = smtp.Server(self.host or "", int(self.port or 0), self.security or "tls", self.username, self.password)  # type: ignore[arg-type]
        return (smtp.attempt if at_once else smtp.send)(mail, parcel.message_id, server)

    def _unchanged(self) -> Any:
        """Its version says it all, and those that were made before there were states have none to compare."""
        return MainRecord.version == self.version


def sender_key(sender_id: str) -> tuple[str, str]:
    return key("CF"), f"S#{sender_id}"
