"""Dates as an author limits them: on a day, or reckoned from the day of the visit."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator

from chalicelib.foundation.pages import words
from chalicelib.foundation.words import fault

RELATIVE = re.compile(r"today(?:([+-])([0-9]{1,3})([dmy]))?")
ABSOLUTE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
ANY_DAY = date(2024, 1, 1)


def resolved(limit: str, today: date) -> date:
    """`2026-03-31`, `today`, `today-18y`, `today+3m`, `today+14d`. Raises `ValueError`."""
    relative = RELATIVE.fullmatch(limit)
    if relative is None:
        return of(limit)
    sign, number, unit = relative.groups()
    return _moved(today, int(f"{sign}{number}"), unit) if sign else today


def of(text: str) -> date:
    """The day that is written so, and in no other of the ways that ISO 8601 allows. Raises `ValueError`."""
    if not ABSOLUTE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _moved(day: date, number: int, unit: str) -> date:
    if unit == "d":
        return day + timedelta(days=number)
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "y" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def spoken(day: date, language: str) -> str:
    """31 mars 2026."""
    month = words("forms", language)["months"].split()[day.month - 1]
    first = "1er" if day.day == 1 and language == "fr" else str(day.day)
    return f"{first} {month} {day.year}"


def _is_day(limit: str) -> str:
    try:
        resolved(limit, ANY_DAY)
    except ValueError as wrong:
        raise fault(
            "day",
            "Indiquez une date comme 2026-03-31, ou un jour compté depuis la visite : today, today-18y, today+3m, today+14d.",
            "Enter a date such as 2026-03-31, or a day reckoned from the visit: today, today-18y, today+3m, today+14d.",
        ) from wrong
    return limit


Day = Annotated[str, AfterValidator(_is_day)]


def inverted(earliest: str | None, latest: str | None) -> bool:
    """Whether no day can be in this range. A fixed day beside a reckoned one cannot be told: it depends on when one asks."""
    if earliest is None or latest is None or bool(RELATIVE.fullmatch(earliest)) != bool(RELATIVE.fullmatch(latest)):
        return False
    return resolved(earliest, ANY_DAY) > resolved(latest, ANY_DAY)
