"""How a form asks for its confirmation: the block `optin` of its content. What an older edition does not say is off."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.foundation.routes import Shape
from chalicelib.foundation.words import fault

LAST_REMINDER_DAY = 60
PHONE_CONSENT = "phone_consent"
"""What its box is called among the fields of a published form."""
MOST_REMINDERS = 5
"""With the first mail, the six that anybody gets."""


class Reminders(Shape):
    """On which days after the post whoever has not confirmed is asked again, by a mail with a new link."""

    days: Annotated[list[Annotated[int, Field(ge=1, le=LAST_REMINDER_DAY)]], Field(max_length=MOST_REMINDERS, default_factory=list)]


class PhoneConsent(Shape):
    """The words by which somebody agrees to be called, ticked apart: that an address is confirmed says nothing of calls. No text: not asked."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""
    required: bool = True


class OptInPlan(Shape):
    """`sends_itself_after`: minutes since the mail, from which on the page behind its link may send itself once it is really looked at.

    Scanners that drive a whole browser may be taken for a person then. Without it, only a press on the button confirms.
    """

    reminders: Annotated[Reminders, Field(default_factory=Reminders)]
    sends_itself_after: Annotated[int, Field(ge=5, le=24 * 60)] | None = None
    phone_consent: Annotated[PhoneConsent, Field(default_factory=PhoneConsent)]


def expect_sound(plan: OptInPlan, link_hours: int, names: set[str]) -> None:
    """Each reminder finds the link of the mail before it still good: a wait that has ended is not taken up again by us. No field (`names`) is
    called as the box for calls.
    """
    if plan.phone_consent.text and PHONE_CONSENT in names:
        raise fault(
            "phone_consent_named",
            "Renommez le champ phone_consent : l'accord pour être appelé porte ce nom.",
            "Rename the field phone_consent: the consent to be called has this name.",
        )
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
