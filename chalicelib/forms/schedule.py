"""When a form takes posts: from `opens_at` on and until `closes_at`, where its author says so. Between publishing and opening it is awaited."""

from __future__ import annotations

from datetime import datetime

from dateutil.tz import gettz  # type: ignore[import-untyped]  # comes with boto3, and with a table of zones, which a Lambda may lack

from chalicelib.forms import days
from chalicelib.foundation import clock
from chalicelib.foundation.pages import words
from chalicelib.foundation.words import fault

TIMES = frozenset({"opens_at", "closes_at"})
"""Stored in milliseconds."""


def expect_in_order(opens_at: datetime | None, closes_at: datetime | None) -> None:
    """A form that closes before it opens would never be seen."""
    if opens_at and closes_at and opens_at >= closes_at:
        raise fault("closes_before_opening", "Le formulaire fermerait avant d'ouvrir.", "The form would close before it opens.")


def spoken(ms: int, timezone: str, language: str) -> str:
    """On 12 March 2026 at 9:00 (Paris time): a moment as a visitor reads it, by the company's clock."""
    moment = clock.from_ms(ms).astimezone(gettz(timezone))
    city = timezone.rpartition("/")[2].replace("_", " ")
    said = words("forms", language)["moment"]
    return str(said.format(day=days.spoken(moment.date(), language), hour=f"{moment:%H}".lstrip("0") or "0", minute=f"{moment:%M}", city=city))
