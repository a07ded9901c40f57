from __future__ import annotations

from chalicelib.foundation.routes import Shape


class Standing(Shape):
    """One form and one centre of its. `part`: of all shares, from 0 to 1; nothing for a fall-back, or a centre that shares no longer.

    `due`: how many of the leads that it could take were its by its share; `received`: how many it got. `today` and `this_hour` are its own;
    `open` is counted where `open_at_once` limits it. `successor_id`: of a centre that is closed for good, or about to be, who takes its leads.
    """

    form_id: str
    form_name: str
    centre_id: str
    centre_name: str
    is_fallback: bool
    part: float
    received: int
    due: float
    today: int
    this_hour: int
    open: int | None
    per_hour: int | None
    per_day: int | None
    open_at_once: int | None
    is_open: bool
    opens_at: str | None
    successor_id: str | None = None


class Standings(Shape):
    """`waiting`: leads of the form that no centre can take now."""

    items: list[Standing]
    waiting: int
    cursor: str | None = None
