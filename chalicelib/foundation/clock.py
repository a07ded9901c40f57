"""The time. The only module that asks the machine for it, so one place freezes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """The current time in UTC, with microseconds cut to milliseconds, as it is stored."""
    moment = _held.get() or datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def now_ms() -> int:
    """Milliseconds since 1970."""
    return to_ms(now())


def has_passed(ms: float) -> bool:
    """Whether a moment is over for the rest of the house, which no held clock stops."""
    return ms < to_ms(datetime.now(UTC))


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at one moment: for tests, and for loading history."""
    token = _held.set(moment)
    try:
        yield
    finally:
        _held.reset(token)


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970, without the rounding error of ``timestamp()``."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    """The moment in UTC."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)


def iso(ms: int) -> str:
    """``2026-11-21T09:30:00.123Z``, as the API writes times."""
    return from_ms(ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sortable(ms: int) -> str:
    """Eleven hexadecimal digits: times that sort as text until the year 2527."""
    return f"{ms:011x}"
