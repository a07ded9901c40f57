from __future__ import annotations

from chalicelib.messaging.models.dispatches import Dispatch, dispatch_key
from chalicelib.messaging.models.health import SHOWN_DAYS, SenderDay
from chalicelib.messaging.models.senders import Sender

__all__ = ["Sender", "days", "sender", "senders", "sent"]


def senders() -> list[Sender]:
    """Oldest first: the first is the default."""
    return sorted(Sender.all(), key=lambda one: one.created_at)


def sender(sender_id: str | None = None) -> Sender:
    """The one named, or the tenant's first. Raises `NotFound`, `NoSender`."""
    return Sender.known(sender_id)


def days(sender_id: str) -> list[SenderDay]:
    """What it sent in the last weeks, and what became of it, day by day."""
    return SenderDay.since(sender_id, SHOWN_DAYS)


def sent(once: str) -> Dispatch | None:
    """The mail that left for this cause, with its time and the server's answer."""
    found: Dispatch | None = Dispatch.find(*dispatch_key(once), consistent=True)
    return found if found and found.sent_at else None
