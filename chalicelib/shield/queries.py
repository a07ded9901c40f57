from __future__ import annotations

from chalicelib.foundation import cursors
from chalicelib.foundation.errors import BadRequest
from chalicelib.shield.models import HeldPost
from chalicelib.shield.shapes import Reason, ShieldPlan, Tokens

__all__ = ["HeldPost", "Reason", "ShieldPlan", "Tokens"]


def held(post_id: str) -> HeldPost:
    """Raises `NotFound`."""
    return HeldPost.known(post_id)


def waiting(form_id: str | None, reason: str | None, limit: int, cursor: str | None) -> tuple[list[HeldPost], str | None]:
    """One page of what nobody has decided on, newest first, and where the next begins."""
    found = HeldPost.waiting(form_id, reason, limit, _position(cursor) if cursor else None)
    page = list(found)
    last = found.last_evaluated_key
    return page, cursors.encode(last["sk"]["S"]) if last else None


def _position(cursor: str) -> str:
    position = cursors.decode(cursor)
    if not isinstance(position, str) or not position:
        raise BadRequest(reason="cursor")
    return position
