from __future__ import annotations

from chalicelib.foundation.routes import Shape


class Figures(Shape):
    """What somebody did. `handled`: outcomes, whatever they were; `contacted`: leads taken in hand for the first time; `unanswered`: calls nobody
    answered, whether they are tried again or not.
    """

    handled: int
    contacted: int
    notes: int
    confirmed: int
    rejected: int
    callbacks: int
    unanswered: int


class AgentAtWork(Shape):
    """`since`: from when on they are there, or on pause. `pause`: its reason, by its id, and `pause_name` where the centre made it up.

    `on_call_since`: while a call of theirs is under way. `last_at`: when they last wrote or decided something today.
    """

    agent_id: str
    name: str
    present: bool
    since: str | None
    pause: str | None
    pause_name: str | None
    on_call_since: str | None
    held: int
    capacity: int
    last_at: str | None
    today: Figures


class Wall(Shape):
    """A centre now. `oldest_at`: since when the oldest lead of its pool waits. `today`: of everybody together, since midnight in the company."""

    centre_id: str
    name: str
    is_open: bool
    opens_at: str | None
    waiting: int
    oldest_at: str | None
    today: Figures
    agents: list[AgentAtWork]
    at: str


class CallbackAhead(Shape):
    lead_id: str
    name: str
    at: str
    is_due: bool


class OpenLeads(Shape):
    """Mine. `due`: of the callbacks, those whose time has come."""

    assigned: int
    in_progress: int
    callback: int
    due: int


class Average(Shape):
    """Of those of the centre who have done something today; `agents`: how many they are."""

    agents: int
    handled: float
    contacted: float
    confirmed: float


class DayOfWork(Shape):
    """`day`: in the company's time zone."""

    day: str
    today: bool
    figures: Figures


class Dashboard(Shape):
    """One's own day. `team` is null for somebody of no centre."""

    leads: OpenLeads
    waiting: int
    callbacks: list[CallbackAhead]
    today: Figures
    team: Average | None
    days: list[DayOfWork]
