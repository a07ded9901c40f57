from __future__ import annotations

from typing import Any, Self

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError, UpdateError

from chalicelib.foundation import clock, keys, tenancy
from chalicelib.foundation.records import LeaseRecord, failed_condition, key
from chalicelib.messaging.notices import Heard
from chalicelib.messaging.texts import WINDOW_HOURS

HOUR = 3600
THREAD_KEPT_SECONDS = 180 * 24 * HOUR
HEARD_KEPT_SECONDS = 15 * 24 * HOUR
"""Longer than any queue keeps a message."""
STRAYS_KEPT_SECONDS = 30 * 24 * HOUR
MOST_STRAYS = 200


class Thread(LeaseRecord, discriminator="TT"):
    """About what we last wrote to a number by one channel. Which number that is cannot be read back, only recognised."""

    about_id = UnicodeAttribute(attr_name="ab")

    @classmethod
    def wrote(cls, channel: str, number: str, about_id: str) -> None:
        cls(*_numbers_key("TT", channel, number), about_id=about_id, expires=clock.now_ms() // 1000 + THREAD_KEPT_SECONDS).save()

    @classmethod
    def about(cls, channel: str, number: str) -> str | None:
        found: Self | None = cls.find(*_numbers_key("TT", channel, number), consistent=True)
        return found.about_id if found else None


class Window(LeaseRecord, discriminator="TW"):
    """Until when WhatsApp takes free words from one number of ours to one person's."""

    ends_at = NumberAttribute(attr_name="at")

    @classmethod
    def open(cls, to: str, number: str, at: int) -> None:
        """Somebody wrote at this time. What comes late never shortens it."""
        ends = at + WINDOW_HOURS * HOUR * 1000
        window = cls(*_numbers_key("TW", to, number))
        changes: list[Any] = [cls.t.set(cls), cls.ends_at.set(ends), cls.expires.set(ends // 1000)]
        try:
            window.update(changes, condition=cls.ends_at.does_not_exist() | (cls.ends_at < ends))
        except UpdateError as error:
            if not failed_condition(error):
                raise

    @classmethod
    def is_open(cls, to: str, number: str) -> bool:
        found: Self | None = cls.find(*_numbers_key("TW", to, number), consistent=True)
        return bool(found and found.ends_at > clock.now_ms())


class Taken(LeaseRecord, discriminator="TH"):
    """A text that we heard, and what it was about the first time: told again, it is about the same."""

    about_id = UnicodeAttribute(attr_name="ab")

    @classmethod
    def first(cls, text_id: str, about_id: str) -> str:
        """What it is about, from now on: what was said first, where two look at once."""
        taken = cls(*_text_key("TH", text_id), about_id=about_id, expires=clock.now_ms() // 1000 + HEARD_KEPT_SECONDS)
        try:
            taken.save(condition=cls.pk.does_not_exist())
        except PutError as error:
            if not failed_condition(error):
                raise
            return cls.known(text_id) or about_id
        return about_id

    @classmethod
    def known(cls, text_id: str) -> str | None:
        found: Self | None = cls.find(*_text_key("TH", text_id), consistent=True)
        return found.about_id if found else None


class Stray(LeaseRecord, discriminator="TS"):
    """A text from a number that nobody has, sealed: the newest ones, for a month."""

    at = NumberAttribute()
    sealed = BinaryAttribute(attr_name="enc", legacy_encoding=False)

    @classmethod
    def keep(cls, text: Heard) -> None:
        """A repeat keeps it once. The oldest make room."""
        stray = cls(key("TS"), keys.of(tenancy.tenant()).blind("text", text.id), at=text.at)
        told = {"number": text.number, "to": text.to, "channel": text.channel, "words": text.words}
        stray.sealed = keys.of(tenancy.tenant()).seal(told, about=stray.bound_to)
        stray.expires = clock.now_ms() // 1000 + STRAYS_KEPT_SECONDS
        stray.save()
        for old in cls.all()[MOST_STRAYS:]:
            old.delete()

    @classmethod
    def all(cls) -> list[Self]:
        """Newest first."""
        return sorted(cls.query(key("TS"), consistent_read=True), key=lambda stray: (-stray.at, stray.sk))

    def read(self) -> dict[str, str]:
        told: dict[str, str] = keys.of(tenancy.tenant()).open(self.sealed, about=self.bound_to)
        return told


def _numbers_key(kind: str, ours: str, number: str) -> tuple[str, str]:
    return key(kind, keys.of(tenancy.tenant()).blind("thread", f"{ours}|{number}")), kind


def _text_key(kind: str, text_id: str) -> tuple[str, str]:
    return key(kind, keys.of(tenancy.tenant()).blind("text", text_id)), kind
