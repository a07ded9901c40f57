from __future__ import annotations

from chalicelib.messaging.models import Sender


def senders() -> list[Sender]:
    """Oldest first: the first is the default."""
    return sorted(Sender.all(), key=lambda one: one.created_at)


def sender(sender_id: str | None = None) -> Sender:
    """The one named, or the tenant's first. Raises `NotFound`, `NoSender`."""
    return Sender.known(sender_id)
