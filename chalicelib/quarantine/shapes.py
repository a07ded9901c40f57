from __future__ import annotations

from chalicelib.foundation.routes import Id, Moment, Page, Shape
from chalicelib.shield.queries import Reason


class Wanted(Page):
    form_id: Id | None = None
    reason: Reason | None = None


class AnswerHeld(Shape):
    label: str
    value: str


class HeldPost(Shape):
    """`name`: whom it says it is from. `address`, `browser` and `page`: where it came from. Without `answers`: it was decided on, or is gone."""

    id: str
    form_id: str
    form_name: str
    reason: Reason
    held_at: str
    expires_at: str
    name: str
    email: str
    answers: list[AnswerHeld]
    address: str
    browser: str
    page: str


class HeldPostList(Shape):
    items: list[HeldPost]
    cursor: str | None = None


class Clearing(Shape):
    """Which held posts to drop at once. `until`: when the newest of them that somebody has seen came; what came since stays."""

    form_id: Id | None = None
    reason: Reason | None = None
    until: Moment


class Cleared(Shape):
    """How many went this time. `has_more`: ask again for the others."""

    dropped: int
    has_more: bool


class Released(Shape):
    """The lead that it became, or the one by which the person had the same wish before."""

    lead_id: str
