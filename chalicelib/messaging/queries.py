from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from chalicelib.foundation import clock
from chalicelib.messaging import limits
from chalicelib.messaging.models.dispatches import Dispatch, dispatch_key
from chalicelib.messaging.models.health import SHOWN_DAYS, SenderDay, totals
from chalicelib.messaging.models.senders import Sender
from chalicelib.messaging.models.unwanted import NoMail

__all__ = ["Sender", "counted_for_a_pause", "days", "sender", "senders", "sent", "unwanted", "wants_no_mail"]


def senders() -> list[Sender]:
    """Oldest first: the first is the default."""
    return sorted(Sender.all(), key=lambda one: one.created_at)


def sender(sender_id: str | None = None) -> Sender:
    """The one named, or the tenant's first. Raises `NotFound`, `NoSender`."""
    return Sender.known(sender_id)


def days(sender_id: str) -> list[SenderDay]:
    """What it sent in the last weeks, and what became of it, day by day."""
    return SenderDay.since(sender_id, SHOWN_DAYS)


def counted_for_a_pause(sender: Sender, days: list[SenderDay]) -> dict[str, int]:
    """What its limits look at: the last days, and of them what happened since an admin last resumed it."""
    forgiven = sender.forgiven or {"day": ""}
    first = max(f"{clock.now() - timedelta(days=limits.WITHIN_DAYS - 1):%Y%m%d}", forgiven["day"])
    counts = totals(day for day in days if day.day >= first)
    return {name: number - (int(forgiven.get(name, 0)) if first == forgiven["day"] else 0) for name, number in counts.items()}


def sent(once: str) -> Dispatch | None:
    """The mail that left for this cause, with its time and the server's answer."""
    found: Dispatch | None = Dispatch.find(*dispatch_key(once), consistent=True)
    return found if found and found.sent_at else None


def wants_no_mail(about: str, address: str) -> bool:
    return NoMail.of(about, address).is_kept()


def unwanted(wishes: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Of many pairs of a subject and an address: those who want no mail about it."""
    asked = {NoMail.of(about, address).pk: (about, address) for about, address in wishes}
    kept = NoMail.kept_of(NoMail.of(about, address) for about, address in asked.values())
    return {wish for name, wish in asked.items() if name in kept}
