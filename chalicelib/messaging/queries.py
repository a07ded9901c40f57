from __future__ import annotations

from chalicelib.messaging.models import Sender


def senders() -> list[Sender]:
    """Oldest first: the first is the default."""
    return sorted(Sender.all(), key=lambda one: one.created_at)
