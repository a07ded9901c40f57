"""How a centre gives out its leads, as its owner writes it. What nobody has written is as `Rules()` says."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.foundation.routes import Id, Shape
from chalicelib.foundation.words import fault

CAPACITY = 30
MOST_MINUTES = 7 * 24 * 60
PAUSES = ("lunch", "break", "training", "meeting")
"""Reasons that every centre has until its owner writes others; the console has their names."""
ABSENT = "absent"
"""Of whoever let a lead's time go by: nobody chooses it."""
OFFLINE = "offline"
"""Of whoever logged out, or whose console has not been heard of for a while: nobody chooses it, either."""

Skill = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Tongue = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
"""A language by its code: ``fr``, ``dyu``."""
Minutes = Annotated[int, Field(ge=1, le=MOST_MINUTES)]


def _different(values: list[str]) -> list[str]:
    if len({value.casefold() for value in values}) < len(values):
        raise fault("twice", "Chaque valeur ne se donne qu'une fois.", "Give each value once.")
    return values


def _different_pauses(pauses: list[PauseReason]) -> list[PauseReason]:
    _different([pause.id for pause in pauses])
    _different([pause.name for pause in pauses if pause.name])
    return pauses


def _different_forms(needs: list[FormNeeds]) -> list[FormNeeds]:
    _different([need.form_id for need in needs])
    return needs


Skills = Annotated[list[Skill], Field(max_length=30), AfterValidator(_different)]


class PauseReason(Shape):
    """Why somebody takes no leads for a while. `name`: empty for those that the console names itself."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,20}$")]
    name: Annotated[str, StringConstraints(max_length=40)] = ""


def _usual_pauses() -> list[PauseReason]:
    return [PauseReason(id=one) for one in PAUSES]


class FormNeeds(Shape):
    """What the leads of a form ask of an agent. `language`: in which to call, where that is not the form's own."""

    form_id: Id
    skills: Annotated[Skills, Field(default_factory=list)]
    language: Tongue | None = None


class Rules(Shape):
    """`sharing`: whether agents have equal parts, or parts after what they confirm. `skills_until`: after so many minutes of waiting the skills are
    no longer asked for; `fallback_after`: then whoever speaks `fallback_language` may take it. Null: never.

    `answer_within`: minutes of opening after which a lead that nobody has contacted is taken back; `hand_on_after`: and a callback that its agent
    missed is anyone's. `leavers`: whether what an agent holds goes back to the pool when their account is shut.
    """

    sharing: Literal["equal", "performance"] = "equal"
    only_when_open: bool = True
    capacity: Annotated[int, Field(ge=1, le=500)] = CAPACITY
    daily_cap: Annotated[int | None, Field(ge=1, le=5000)] = None
    skills: Annotated[Skills, Field(default_factory=list)]
    needs: Annotated[list[FormNeeds], Field(max_length=50, default_factory=list), AfterValidator(_different_forms)]
    skills_until: Minutes | None = None
    fallback_language: Tongue | None = None
    fallback_after: Minutes | None = None
    answer_within: Annotated[int | None, Field(ge=1, le=1440)] = None
    pause_on_timeout: bool = True
    hand_on_after: Annotated[int | None, Field(ge=15, le=MOST_MINUTES)] = None
    leavers: Literal["pool", "keep"] = "pool"
    may_return: bool = True
    pauses: Annotated[list[PauseReason], Field(max_length=20, default_factory=_usual_pauses), AfterValidator(_different_pauses)]

    def needs_of(self, form_id: str) -> FormNeeds | None:
        return next((need for need in self.needs if need.form_id == form_id), None)

    def pause_name(self, pause_id: str) -> str:
        """What the owner calls it; empty for one that is not on the list."""
        return next((pause.name for pause in self.pauses if pause.id == pause_id), "")
