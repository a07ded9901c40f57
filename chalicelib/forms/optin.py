"""How a form asks for its confirmation: the block `optin` of its content. What an older edition does not say is off."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.foundation.routes import Shape
from chalicelib.foundation.words import fault

LAST_REMINDER_DAY = 60
MOST_REMINDERS = 5
"""With the first mail, the six that anybody gets."""


class Reminders(Shape):
    """On which days after the post whoever has not confirmed is asked again, by a mail with a new link."""

    days: Annotated[list[Annotated[int, Field(ge=1, le=LAST_REMINDER_DAY)]], Field(max_length=MOST_REMINDERS, default_factory=list)]


class OptInPlan(Shape):
    reminders: Annotated[Reminders, Field(default_factory=Reminders)]


def expect_sound(plan: OptInPlan, link_hours: int) -> None:
    """Each reminder finds the link of the mail before it still good: a wait that has ended is not taken up again by us."""
    days = plan.reminders.days
    if days != sorted(set(days)):
        raise fault(
            "reminders_order", "Donnez les jours des rappels dans l'ordre, chacun une fois.", "Give the days of the reminders in order, each once."
        )
    for before, day in zip([0, *days], days, strict=False):
        if (day - before) * 24 >= link_hours:
            raise fault(
                "reminder_after_link",
                f"Le rappel du jour {day} viendrait après la fin du lien : allongez la validité du lien au-delà de {(day - before) * 24} heures.",
                f"The reminder of day {day} would come after the end of the link: let the link last for more than {(day - before) * 24} hours.",
            )
