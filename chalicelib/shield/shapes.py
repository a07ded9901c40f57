from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.foundation.routes import Shape

REPEAT_HOURS = 24

Reason = Literal["honeypot", "quick", "forged", "unproven", "work", "address", "form", "disposable"]
"""Why a post was held back: the field that people do not see was filled in; too quick; what the page brought is false; too many without proof; too
many with the work of one page; too many from one address; too many by one form; an address that is thrown away."""

Most = Annotated[int, Field(ge=1, le=10_000)]


class ShieldPlan(Shape):
    """What a form does against machines: the block `shield` of its content. Everything is off until its author says so, and costs nothing then.

    `honeypot`: a field that people do not see stays empty. `min_seconds`: nobody fills the form in quicker than that. `work`: the browser works for
    a moment, unseen (ALTCHA). `unproven_per_hour`: how many leads the form opens for whoever brings neither time nor work, as browsers without a
    script do. `per_address`, `per_form`: how many leads it opens in an hour for one address of the network, and in all. `disposable`: addresses
    that are thrown away are held back. `mail_host`: an e-mail whose domain takes no mail is refused like any wrong answer. `repeat_hours`: for so
    long after a lead has ended, the same person's post is the same wish.
    """

    honeypot: bool = False
    min_seconds: Annotated[int, Field(ge=1, le=60)] | None = None
    work: bool = False
    unproven_per_hour: Annotated[int, Field(ge=0, le=10_000)] = 10
    per_address: Most | None = None
    per_form: Most | None = None
    disposable: bool = False
    mail_host: bool = False
    repeat_hours: Annotated[int, Field(ge=1, le=720)] = REPEAT_HOURS

    @property
    def asks_for_proof(self) -> bool:
        """Whether a page carries something that it must bring back."""
        return self.min_seconds is not None or self.work


class Tokens(Shape):
    """What a page carries for the shield of its form. `honeypot`: the field that stays empty. `seal` comes back as `_seal`.

    `work`: an ALTCHA challenge (version 2); what it asks for comes back as `_work`, in base64: ``{"challenge": …, "solution": …}``.
    """

    honeypot: str | None = None
    seal: str | None = None
    work: dict[str, Any] | None = None
