"""When a profile is paused by itself. Mail providers shut out whoever goes on; SES does so at a tenth bounced or one in 200 called spam."""

from __future__ import annotations

from typing import NamedTuple

WITHIN_DAYS = 7
OUT_OF = 50
"""Fewer mails than this say nothing yet."""
BULK_SHARE = 0.8
"""Of what a sender may send in a day, what is sent in bulk leaves the rest to confirmations and whatever else somebody waits for."""


class Limit(NamedTuple):
    """More than this share of the mails sent, and at least so many."""

    counted: str
    share: float
    at_least: int


LIMITS = (Limit("bounced", 0.05, 5), Limit("complained", 0.003, 2))
SHARES = {limit.counted: limit.share for limit in LIMITS}


def passed(counts: dict[str, int]) -> str | None:
    """Which limit was passed, if one was."""
    if counts["sent"] < OUT_OF:
        return None
    over = (limit.counted for limit in LIMITS if counts[limit.counted] >= max(limit.at_least, limit.share * counts["sent"]))
    return next(over, None)
