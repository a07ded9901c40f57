"""What may be watched: each kind with its limits, and the rules of a centre that has made none of its own."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import Field, StringConstraints, model_validator

from chalicelib.foundation.routes import Shape
from chalicelib.foundation.words import fault

Kind = Literal["callback_due", "lead_waiting", "callback_missed", "no_answer", "slow_lead", "old_pool", "idle_agent"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Audience = Literal["agent", "centre", "company"]
MOST_RULES = 20
DAY, MONTH = 24 * 60, 30 * 24 * 60


class Limits(NamedTuple):
    """`after` is in minutes of opening hours; tries, for `no_answer`."""

    after: int
    least: int
    most: int
    audience: Audience
    of_a_lead: bool = True


LIMITS: dict[Kind, Limits] = {
    "callback_due": Limits(0, 0, 60, "agent"),
    "lead_waiting": Limits(30, 1, MONTH, "agent"),
    "callback_missed": Limits(15, 1, DAY, "centre"),
    "no_answer": Limits(3, 1, 50, "centre"),
    "slow_lead": Limits(16 * 60, 30, MONTH, "centre"),
    "old_pool": Limits(30, 1, MONTH, "centre", of_a_lead=False),
    "idle_agent": Limits(30, 5, DAY, "centre", of_a_lead=False),
}


class AlertRule(Shape):
    """`after`: how late, in minutes of opening hours, or how many tries for `no_answer`. `mail`: also by mail, to whoever wants mails."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")]
    kind: Kind
    on: bool
    after: Annotated[int, Field(ge=0, le=MONTH)]
    audience: Audience
    mail: bool = False

    @model_validator(mode="after")
    def _makes_sense(self) -> AlertRule:
        limits = LIMITS[self.kind]
        if not limits.least <= self.after <= limits.most:
            fr = f"Pour cette alerte, le délai va de {limits.least} à {limits.most}."
            raise fault("after_range", fr, f"For this alert, the limit goes from {limits.least} to {limits.most}.")
        if self.audience == "agent" and not limits.of_a_lead:
            raise fault("audience_agent", "Cette alerte ne concerne pas un seul agent : choisissez le centre.", "No single agent: choose the centre.")
        return self


DEFAULTS: tuple[AlertRule, ...] = tuple(
    AlertRule(id=kind, kind=kind, on=True, after=limits.after, audience=limits.audience) for kind, limits in LIMITS.items()
)
