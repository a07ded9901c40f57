from __future__ import annotations

from chalicelib.foundation import cursors
from chalicelib.foundation.errors import BadRequest
from chalicelib.foundation.records import key
from chalicelib.webhooks.models import Delivery, Endpoint


def endpoints() -> list[Endpoint]:
    """Oldest first."""
    return sorted(Endpoint.all(), key=lambda one: one.created_at)


def endpoint(webhook_id: str) -> Endpoint:
    """Raises `NotFound`."""
    return Endpoint.known(webhook_id)


def deliveries(webhook_id: str, limit: int, cursor: str | None) -> tuple[list[Delivery], str | None]:
    """One page, newest first, and where the next begins."""
    partition = key("W", Endpoint.known(webhook_id).id)
    after = {"pk": {"S": partition}, "sk": {"S": _position(cursor)}} if cursor else None
    found = Delivery.query(partition, scan_index_forward=False, limit=limit, last_evaluated_key=after)
    page = list(found)
    last = found.last_evaluated_key
    return page, cursors.encode(last["sk"]["S"]) if last else None


def _position(cursor: str) -> str:
    position = cursors.decode(cursor)
    if not isinstance(position, str) or not position:
        raise BadRequest(reason="cursor")
    return position
