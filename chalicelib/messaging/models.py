from __future__ import annotations

from typing import Self

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DeleteError, PutError

from chalicelib.foundation import clock, facts, ids, keys, tenancy
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotFound
from chalicelib.foundation.records import LeaseRecord, MainRecord, failed_condition, key
from chalicelib.messaging import null, ses
from chalicelib.messaging.facts import SenderAdded
from chalicelib.messaging.mail import Mail, MailRefused, Receipt

CLAIM_SECONDS = 2 * 60
SENT_KEPT_SECONDS = 7 * 24 * 3600


class NoSender(Conflict):
    fr = "Aucun profil d'expéditeur n'existe encore : créez-en un avant d'envoyer."
    en = "There is no sender profile yet: create one before sending."


class Sender(MainRecord, discriminator="S"):
    """Whom a tenant's mails are from, and by what they leave."""

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
    created_at = NumberAttribute(attr_name="cr")

    @classmethod
    def new(cls, kind: str) -> Self:
        sender_id = ids.short_id()
        said = facts.said_now(SenderAdded(sender_id, kind))
        return cls(*sender_key(sender_id), kind=kind, created_at=clock.now_ms(), version=1, said=said)

    @classmethod
    def known(cls, sender_id: str | None) -> Self:
        """The one named, or the tenant's first. Raises `NotFound`, `NoSender`."""
        if sender_id is not None:
            sender: Self | None = cls.find(*sender_key(sender_id))
            if sender is None:
                raise NotFound
            return sender
        first = min(cls.all(), key=lambda one: one.created_at, default=None)
        if first is None:
            raise NoSender
        return first

    @classmethod
    def all(cls) -> list[Self]:
        return list(cls.query(key("CF"), cls.sk.startswith("S#")))

    @property
    def id(self) -> str:
        return str(self.sk.partition("#")[2])

    def lock(self, password: str) -> None:
        """Keep the password so that only sending can read it again."""
        self.sealed = keys.of(tenancy.tenant()).seal(password, about=f"sender:{self.id}")

    def move_server(self, host: str, port: int) -> None:
        self.update(actions=[Sender.host.set(host), Sender.port.set(port)], condition=Sender.kind == "smtp")

    def send(self, mail: Mail, message_id: str) -> Receipt:
        complete = mail.completed(from_name=self.from_name, from_address=self.from_address, reply_to=self.reply_to)
        match self.kind:
            case "ses":
                return ses.send(complete, message_id)
            case "smtp":
                return self._send_by_smtp(complete, message_id)
            case _:
                return null.send(complete, message_id)

    def _send_by_smtp(self, mail: Mail, message_id: str) -> Receipt:
        from chalicelib.messaging import smtp  # noqa: PLC0415 - brings the library's whole grammar of mail, which SES does without

        password = keys.of(tenancy.tenant()).open(self.sealed, about=f"sender:{self.id}") if self.sealed else None
        server = smtp.Server(self.host or "", int(self.port or 0), self.security or "tls", self.username, password)  # type: ignore[arg-type]
        return smtp.send(mail, message_id, server)


class Dispatch(LeaseRecord, discriminator="ML"):
    """One mail on its way, under the name of its cause: claimed, then sent or refused."""

    state = UnicodeAttribute(attr_name="s")
    until = NumberAttribute(attr_name="u")
    sent_at = NumberAttribute(attr_name="at", null=True)
    reason = UnicodeAttribute(attr_name="r", null=True)
    server_answer = UnicodeAttribute(attr_name="sa", null=True)
    message_id = UnicodeAttribute(attr_name="mi", null=True)

    @classmethod
    def claim(cls, once: str) -> Self:
        """Raises `AlreadyDone` when it is sent, `MailRefused` when it was refused for good, `Conflict` while another holds it."""
        until = clock.now_ms() + CLAIM_SECONDS * 1000
        dispatch = cls(*dispatch_key(once), state="claimed", until=until, expires=until // 1000)
        is_lapsed = (cls.state == "claimed") & (cls.until < clock.now_ms())
        try:
            dispatch.save(condition=cls.pk.does_not_exist() | is_lapsed)
        except PutError as error:
            if failed_condition(error):
                cls._tell_why_not(once)
            raise
        return dispatch

    @classmethod
    def _tell_why_not(cls, once: str) -> None:
        held = cls.find(*dispatch_key(once), consistent=True)
        if held and held.state == "sent":
            raise AlreadyDone
        if held and held.state == "refused":
            raise MailRefused(reason=held.reason)
        raise Conflict

    def sent(self, receipt: Receipt) -> None:
        self.sent_at = clock.now_ms()
        self._end("sent", server_answer=receipt.server_answer[:200], message_id=receipt.message_id)

    def refused(self, reason: str) -> None:
        self._end("refused", reason=reason)

    def release(self) -> None:
        """Give the claim back, so that the next try need not wait for its end. Only our own: it may have lapsed meanwhile."""
        try:
            self.delete(condition=(type(self).state == "claimed") & (type(self).until == self.until))
        except DeleteError as error:
            if not failed_condition(error):
                raise

    def _end(self, state: str, **kept: str) -> None:
        self.state, self.expires = state, clock.now_ms() // 1000 + SENT_KEPT_SECONDS
        for name, value in kept.items():
            setattr(self, name, value)
        self.save()


def sender_key(sender_id: str) -> tuple[str, str]:
    return key("CF"), f"S#{sender_id}"


def dispatch_key(once: str) -> tuple[str, str]:
    return key("ML", once), "M"
