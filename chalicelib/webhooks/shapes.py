from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field

from chalicelib.foundation import clock
from chalicelib.foundation.routes import Shape


class NewWebhook(Shape):
    url: Annotated[str, Field(min_length=1, max_length=500)]
    facts: Annotated[list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=50)]
    description: Annotated[str | None, Field(max_length=200)] = None


class Webhook(Shape):
    """`secret` is given once, at creation."""

    id: str
    url: str
    facts: list[str]
    description: str | None
    state: Literal["on", "off"]
    created_at: str
    secret: str | None = None

    @classmethod
    def of(cls, endpoint: Any, secret: str | None = None) -> Self:
        shown = {name: getattr(endpoint, name) for name in ("id", "url", "description", "state")}
        return cls(**shown, facts=list(endpoint.facts), created_at=clock.iso(endpoint.created_at), secret=secret)


class WebhookList(Shape):
    items: list[Webhook]
    cursor: str | None = None


class Delivery(Shape):
    id: str
    fact: str
    lead_id: str | None
    state: Literal["waiting", "delivered", "failed"]
    attempts: int
    next_attempt_at: str | None
    last_status: int | None
    last_error: str | None
    created_at: str
    delivered_at: str | None

    @classmethod
    def of(cls, delivery: Any) -> Self:
        shown = {name: getattr(delivery, name) for name in ("id", "fact", "lead_id", "state", "attempts", "last_status", "last_error")}
        times = {name: _time(getattr(delivery, name)) for name in ("next_attempt_at", "created_at", "delivered_at")}
        return cls(**shown, **times)


class DeliveryList(Shape):
    items: list[Delivery]
    cursor: str | None


def _time(ms: float | None) -> str | None:
    return clock.iso(int(ms)) if ms is not None else None
