from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from chalicelib.distribution.rules import PauseReason, Rules, Skills, Tongue
from chalicelib.foundation.routes import Id, Shape
from chalicelib.foundation.words import fault
from chalicelib.identity.shapes import Method
from chalicelib.leads.shapes import Key, NoteDraft


class AssignmentDraft(Shape):
    agent_id: Id


class ReturnDraft(Shape):
    """Why an agent gives a lead back. `note`: compulsory for ``other``."""

    reason: Literal["language", "skill", "known_person", "absence", "other"]
    note: NoteDraft | None = None

    @model_validator(mode="after")
    def _says_enough(self) -> ReturnDraft:
        if self.reason == "other" and self.note is None:
            raise fault("note_missing", "Dites en une phrase pourquoi vous rendez ce lead.", "Say in a sentence why you give this lead back.")
        return self


class NextLead(Shape):
    """`source`: the caller's own, or the pool. Without a lead there is nothing to call now; `waiting` counts the pool.

    `overtaken_by`: the colleague who took, at this very moment, the one that would have been next.
    """

    lead_id: str | None
    source: Literal["own", "pool"] | None
    waiting: int
    overtaken_by: str | None = None


class PresenceDraft(Shape):
    """`reason`: of a pause, by its id in the centre's list."""

    present: bool
    reason: Annotated[str | None, Field(max_length=20)] = None


class Presence(Shape):
    """`present` is null for somebody who takes no leads. `since`: from when on it is so. `pauses`: what may be said of a pause."""

    present: bool | None
    reason: str | None = None
    since: str | None = None
    pauses: Annotated[list[PauseReason], Field(default_factory=list)]


class SeatDraft(Shape):
    """`weight`: the agent's part beside a full one. No `languages`: asked in all of them."""

    capacity: Annotated[int, Field(ge=1, le=500)]
    daily_cap: Annotated[int | None, Field(ge=1, le=5000)] = None
    languages: Annotated[list[Tongue], Field(max_length=20, default_factory=list)]
    skills: Annotated[Skills, Field(default_factory=list)]
    weight: Annotated[float, Field(ge=0.1, le=5)] = 1


class Seat(Shape):
    """An agent of a centre: how many leads they hold, of how many at most; what came `today`, by turn, drawn or by hand.

    `why_not`: why no lead can go to them now, by its code. `pause`: its reason, by its id. `part`: by which their share is multiplied under the
    centre's rules. `closed`, `won`: what is remembered of the leads that they closed, and how many of them were confirmed.
    """

    agent_id: str
    name: str
    present: bool
    pause: str | None
    since: str | None
    held: int
    capacity: int
    today: int
    daily_cap: int | None
    languages: list[str]
    skills: list[str]
    weight: float
    part: float
    closed: int
    won: int
    why_not: str | None


class SeatList(Shape):
    items: list[Seat]
    cursor: str | None = None


class DistributionDraft(Shape):
    method: Method
    rules: Rules


class WaitingFor(Shape):
    """Of the oldest leads in the pool: how many wait for the same `reason`. `detail`: the language, the skill."""

    reason: Literal["language", "skills", "full", "away", "day", "closed", "turn", "do_not_call"]
    detail: str
    count: int


class Distribution(Shape):
    """How a centre gives out its leads. `version` is for If-Match. `waiting`: in its pool, with the `oldest` and what the first of them wait for."""

    method: Method
    rules: Rules
    version: int
    is_open: bool
    waiting: int
    oldest: str | None
    reasons: list[WaitingFor]


class HandoverDraft(Shape):
    """`to_agent_id`: a colleague of the same centre; null: the pool."""

    key: Key
    from_agent_id: Id
    to_agent_id: Id | None = None


class Handover(Shape):
    """`left`: still to do; of one that is done, callbacks that nobody could take."""

    id: str
    state: Literal["working", "done"]
    from_agent_id: str
    from_name: str
    to_agent_id: str | None
    to_name: str | None
    total: int
    left: int
    asked_at: str
    done_at: str | None


class HandoverList(Shape):
    items: list[Handover]
    cursor: str | None = None


class ClosureDraft(Shape):
    """Who takes the leads of a centre that is closed for good, and whether its people go there with what they hold, or their accounts are shut."""

    to_centre_id: Id
    people: Literal["move", "disable"]


class Closure(Shape):
    """Where the closing of a centre stands; ``open``: it was never asked for. `waiting` in its pool, `held` by somebody, `forms` that name it: as
    they are now. `total`: leads there when it was asked for, of which so many are `left`.
    """

    state: Literal["open", "working", "stopped", "done"]
    to_centre_id: str | None
    to_name: str | None
    people: Literal["move", "disable"] | None
    total: int
    left: int
    waiting: int
    held: int
    members: int
    forms: list[str]
    asked_at: str | None
    asked_by: str | None
    ended_at: str | None


class FairnessQuery(Shape):
    days: Annotated[int, Field(ge=1, le=90)] = 7


class Fair(Shape):
    """`received` by turn, of `due`: their part of each lead that they could have had. `drawn`: taken by themselves; `handed`: by a manager's hand."""

    agent_id: str
    name: str
    received: int
    due: float
    drawn: int
    handed: int


class Fairness(Shape):
    """The days of the centre from `since` on, today included."""

    since: str
    until: str
    items: list[Fair]
    cursor: str | None = None
