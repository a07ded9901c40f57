from __future__ import annotations

from itertools import islice

from chalicelib.foundation import clock, cursors
from chalicelib.foundation.errors import BadRequest
from chalicelib.shield.models import HeldPost
from chalicelib.shield.shapes import Reason, ShieldPlan, Tokens

__all__ = ["HeldPost", "Reason", "ShieldPlan", "Tokens"]

QUERIES_A_REQUEST = 10


def held(post_id: str) -> HeldPost:
    """Raises `NotFound`."""
    return HeldPost.known(post_id)


def waiting(form_id: str | None, reason: str | None, limit: int, cursor: str | None) -> tuple[list[HeldPost], str | None]:
    """One page of what nobody has decided on, newest first, and where the next begins.

    A request makes so many queries at most: a page may be short, even empty, and still have a cursor.
    """
    pages = HeldPost.waiting(form_id, reason, _position(cursor) if cursor else None).page_iter
    found: list[HeldPost] = []
    for page in islice(pages, QUERIES_A_REQUEST):
        found += map(HeldPost.from_raw_data, page["Items"])
        if len(found) >= limit:
            break
    last = pages.last_evaluated_key["sk"]["S"] if pages.last_evaluated_key else None
    position = found[limit - 1].id if len(found) > limit else last
    return found[:limit], cursors.encode(position) if position else None


def held_until(at: int, form_id: str | None, reason: str | None, limit: int) -> list[HeldPost]:
    """Those among them that came until `at` (milliseconds), at most so many."""
    return list(islice(HeldPost.waiting(form_id, reason, f"{clock.sortable(at + 1)}"), limit))


def _position(cursor: str) -> str:
    position = cursors.decode(cursor)
    if not isinstance(position, str) or not position:
        raise BadRequest(reason="cursor")
    return position
