from __future__ import annotations

from chalicelib.foundation.routes import Id, Shape


class AssignmentDraft(Shape):
    agent_id: Id


class PresenceDraft(Shape):
    present: bool


class Presence(Shape):
    """`present` is null for somebody who takes no leads."""

    present: bool | None


class Seat(Shape):
    """An agent of a centre: how many leads they hold, of how many at most."""

    agent_id: str
    name: str
    present: bool
    held: int
    capacity: int


class SeatList(Shape):
    items: list[Seat]
    cursor: str | None = None
