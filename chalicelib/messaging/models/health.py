from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import UpdateError

from chalicelib.foundation import clock, facts
from chalicelib.foundation.errors import AlreadyDone
from chalicelib.foundation.records import LeaseRecord, MainRecord, failed_condition, key, where_condition_holds
from chalicelib.messaging.facts import MailBounced, MailComplained

SHOWN_DAYS = 30
KEPT_SECONDS = (SHOWN_DAYS + 5) * 24 * 3600
OUTCOMES_KEPT_SECONDS = 90 * 24 * 3600
PATIENCE_MS = 2000
"""Who has his turn within this time waits for it where he stands."""

COUNTED = ("sent", "delivered", "bounced", "softly", "complained")


@dataclass(frozen=True)
class Turn:
    """Whether a mail may leave: `wait_ms` until its turn. Without one, none is free so soon, for today where `is_over`."""

    wait_ms: int | None
    is_over: bool = False


class SenderDay(LeaseRecord, discriminator="SD"):
    """What one sender did on one day of UTC: how many mails left and what became of them, and when the next one may leave.

    One write a mail, for its limits and its health alike. What happens to a mail later counts on the day of the mail.
    """

    sent = NumberAttribute(attr_name="n", default=0)
    delivered = NumberAttribute(attr_name="d", default=0)
    bounced = NumberAttribute(attr_name="b", default=0)
    softly = NumberAttribute(attr_name="sb", default=0)
    complained = NumberAttribute(attr_name="c", default=0)
    next_at = NumberAttribute(attr_name="na", null=True)

    @classmethod
    def take_turn(cls, sender_id: str, per_second: int | None, per_day: int | None) -> Turn:
        """Count one mail more, if the limits let it leave now or in a moment.

        The bucket is one time: when the next mail may leave, if all leave evenly. It is moved on by conditional writes, so however many functions
        send at once, no more leave than may.
        """
        now = clock.now_ms()
        today = cls(*day_key(sender_id, day_of(now)))
        below = (cls.sent.does_not_exist() | (cls.sent < per_day)) if per_day else None
        counted = [cls.t.set(cls), cls.sent.add(1), cls.expires.set(now // 1000 + KEPT_SECONDS)]
        if not per_second:
            return Turn(0) if today._moved(counted, below) else Turn(None, is_over=True)
        step = 1000 // per_second
        idle = cls.next_at.does_not_exist() | (cls.next_at < now)
        if today._moved([*counted, cls.next_at.set(now + step)], idle if below is None else idle & below):
            return Turn(0)
        soon = cls.next_at <= now + PATIENCE_MS
        if today._moved([*counted, cls.next_at.set(cls.next_at + step)], soon if below is None else soon & below):
            return Turn(max(0, int(today.next_at or 0) - step - now))
        seen: Self | None = cls.find(*day_key(sender_id, day_of(now)), consistent=True)
        return Turn(None, is_over=bool(per_day and seen and seen.sent >= per_day))

    @classmethod
    def note(cls, sender_id: str, day: str, **more: int) -> None:
        changes = [getattr(cls, name).add(number) for name, number in more.items()]
        kept = cls.expires.set(clock.now_ms() // 1000 + KEPT_SECONDS)
        cls(*day_key(sender_id, day)).update([cls.t.set(cls), kept, *changes])

    @classmethod
    def since(cls, sender_id: str, days: int) -> list[Self]:
        """The last so many days that anything happened on, oldest first."""
        first = f"{clock.now() - timedelta(days=days - 1):%Y%m%d}"
        return list(cls.query(key("SD", sender_id), cls.sk >= first))

    @property
    def day(self) -> str:
        return str(self.sk)

    @property
    def counts(self) -> dict[str, int]:
        return {name: int(getattr(self, name)) for name in COUNTED}

    def _moved(self, changes: list[Any], condition: Any) -> bool:
        try:
            self.update(changes, condition=condition)
        except UpdateError as error:
            if failed_condition(error):
                return False
            raise
        return True


class MailEnd(MainRecord, discriminator="ME"):
    """A mail that left and came back, or that its reader calls spam: said once, however often a server tells it."""

    @classmethod
    def bounced(cls, mail_id: str, sender_id: str, about_id: str | None) -> None:
        """Raises `AlreadyDone`."""
        cls._keep(mail_id, "B", MailBounced(sender_id, mail_id, about_id=about_id))

    @classmethod
    def complained(cls, mail_id: str, sender_id: str, about_id: str | None) -> None:
        """Raises `AlreadyDone`."""
        cls._keep(mail_id, "C", MailComplained(sender_id, mail_id, about_id=about_id))

    @classmethod
    def _keep(cls, mail_id: str, how: str, fact: MailBounced | MailComplained) -> None:
        gone = clock.now_ms() // 1000 + OUTCOMES_KEPT_SECONDS
        end = cls(key("ME", mail_id), how, version=1, said=facts.said_now(fact), expires=gone)
        with where_condition_holds(otherwise=AlreadyDone):
            end.save(condition=cls.pk.does_not_exist())


def totals(days: Iterable[SenderDay]) -> dict[str, int]:
    counted = [day.counts for day in days]
    return {name: sum(counts[name] for counts in counted) for name in COUNTED}


def day_of(ms: int) -> str:
    return f"{clock.from_ms(ms):%Y%m%d}"


def day_key(sender_id: str, day: str) -> tuple[str, str]:
    return key("SD", sender_id), day
