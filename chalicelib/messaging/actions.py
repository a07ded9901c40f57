from __future__ import annotations

from chalicelib.foundation import keys, tenancy
from chalicelib.foundation.log import count
from chalicelib.messaging.mail import Mail, MailDelayed, MailRefused, Receipt
from chalicelib.messaging.models import Dispatch, NoSender, Sender
from chalicelib.messaging.shapes import NewSender

__all__ = ["Mail", "MailDelayed", "MailRefused", "NoSender", "Receipt", "add_sender", "send"]


def add_sender(wanted: NewSender) -> Sender:
    """A new sender profile; the tenant's first one is its default."""
    sender = Sender.new(wanted.kind)
    sender.name, sender.from_name, sender.from_address = wanted.name or wanted.from_name, wanted.from_name, wanted.from_address
    sender.reply_to = wanted.reply_to
    if wanted.smtp:
        sender.host, sender.port, sender.security = wanted.smtp.host, wanted.smtp.port, wanted.smtp.security
        sender.username = wanted.smtp.username
        if wanted.smtp.password:
            sender.lock(wanted.smtp.password)
    sender.save(condition=Sender.pk.does_not_exist())
    return sender


def move_server(sender_id: str, host: str, port: int) -> None:
    """The mail server of a sender answers elsewhere now; who it is from and its password stay."""
    Sender.known(sender_id).move_server(host, port)


def send(mail: Mail, *, once: str, sender_id: str | None = None) -> Receipt:
    """Send a mail once for its cause `once` (ids, never an address).

    Raises `AlreadyDone` when it has left, `Conflict` while another sends it, `MailDelayed` (try again) or `MailRefused` (for good). A crash
    between the server's yes and our note of it is the only way to send twice; both copies then bear one Message-ID.
    """
    sender = Sender.known(sender_id)
    dispatch = Dispatch.claim(once)
    try:
        receipt = sender.send(mail, _message_id(once, sender.from_address))
    except MailRefused as refusal:
        dispatch.refused(refusal.reason)
        count("MailRefused")
        raise
    except Exception:
        dispatch.release()
        count("MailDelayed")
        raise
    dispatch.sent(receipt)
    count("MailSent")
    return receipt


def _message_id(once: str, from_address: str) -> str:
    name = keys.of(tenancy.tenant()).blind("mail", once)
    return f"<{name}@{from_address.rpartition('@')[2]}>"
