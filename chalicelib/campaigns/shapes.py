from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib.foundation.routes import Id, Shape
from chalicelib.foundation.words import fault
from chalicelib.identity.shapes import End, Start, Zone

Wanted = Literal["unconfirmed", "uncontacted", "tagged"]
Channel = Literal["mail", "sms", "whatsapp"]
Language = Literal["fr", "en"]
Variable = Literal["first_name", "company", "form_name"]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
MOST_STEPS = 8
AN_HOUR, LATEST = 60, 60 * 24 * 60


class StepText(Shape):
    """In the small language of mails. `subject`: of a mail; ours where it is left empty."""

    subject: Annotated[str, StringConstraints(max_length=150)] = ""
    text: Annotated[str, StringConstraints(max_length=4000)] = ""


class WhatsAppTemplate(Shape):
    """One that WhatsApp has approved: it leaves when nobody has written to us within a day. `parameters`: what stands in its places, in order."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,512}$")]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$")] = "fr"
    parameters: Annotated[list[Variable], Field(max_length=10, default_factory=list)]


class Step(Shape):
    """`after`: minutes since the step before, or since the lead came (or was confirmed). `texts`: by language; the first one where a person's
    own is missing.
    """

    channel: Channel
    after: Annotated[int, Field(ge=AN_HOUR // 4, le=LATEST)]
    line_id: Id | None = None
    texts: Annotated[dict[Language, StepText], Field(default_factory=dict)]
    template: WhatsAppTemplate | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.channel == "whatsapp":
            if self.template is None:
                raise fault(
                    "template",
                    "Donnez le modèle approuvé par WhatsApp : sans message de la personne depuis 24 h, lui seul part.",
                    "Give the template that WhatsApp has approved: without a message from the person within 24 hours nothing else leaves.",
                )
        elif not any(said.text.strip() for said in self.texts.values()):
            raise fault("texts", "Écrivez le message, au moins dans une langue.", "Write the message, in one language at least.")
        return self


class WritingHours(Shape):
    """When a plan may write. `days`: 0 is Monday."""

    timezone: Zone = "Europe/Paris"
    start: Start = "09:00"
    end: End = "19:00"
    days: Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(min_length=1, max_length=7, default_factory=lambda: [*range(6)])]

    @model_validator(mode="after")
    def _is_a_span(self) -> Self:
        if self.start >= self.end:
            raise fault("hours", "La fin vient après le début, le même jour.", "The end comes after the beginning, on the same day.")
        return self


class PlanDraft(Shape):
    """`wanted`: whom it is for; `tagged` are those who are given the tag `tag_id`. `form_id`, `centre_id`: of whose leads; all where left out.

    `most` messages to one person in `within_days`, those of other plans counted. `ends_with_answer`: whoever answers by SMS or WhatsApp gets no
    more of it. `centre_hours`: it writes only while the lead's centre is open, within `hours`.
    """

    name: Line
    wanted: Wanted
    tag_id: Id | None = None
    form_id: Id | None = None
    centre_id: Id | None = None
    steps: Annotated[list[Step], Field(min_length=1, max_length=MOST_STEPS)]
    hours: Annotated[WritingHours, Field(default_factory=WritingHours)]
    most: Annotated[int, Field(ge=1, le=20)] = 3
    within_days: Annotated[int, Field(ge=1, le=30)] = 7
    ends_with_answer: bool = True
    centre_hours: bool = False
    on: bool = False

    @model_validator(mode="after")
    def _names_its_tag(self) -> Self:
        if (self.wanted == "tagged") != bool(self.tag_id):
            raise fault("tag_id", "Choisissez l'étiquette qui fait partir ce plan.", "Choose the tag that starts this plan.")
        return self


class Plan(PlanDraft):
    id: str
    form_name: str | None = None
    centre_name: str | None = None


class PlanList(Shape):
    items: list[Plan]
    cursor: str | None = None


class Shown(Shape):
    """One step as somebody would get it. `parts`: how many SMS it is paid as. `html`: of a mail, for a frame that runs nothing."""

    step: int
    channel: Channel
    language: Language
    subject: str | None
    text: str
    html: str | None
    parts: int | None


class PlanPage(Plan):
    """`reminder_days`: of the form, which a plan for the unconfirmed takes the place of. `link_hours`: how long the link of its mails is good."""

    version: int
    shown: list[Shown]
    reminder_days: list[int]
    link_hours: int | None


class StepTold(Shape):
    """What became of one step; `why` it did not leave, if it did not."""

    step: int
    channel: Channel
    at: str
    why: str | None = None


class Relance(Shape):
    """How far a plan has come with a lead. `stopped` with `why`, as things stand now, whatever was last written."""

    id: str
    plan_id: str
    plan_name: str
    wanted: str
    state: Literal["running", "done", "stopped"]
    why: str | None
    next_at: str | None
    next_channel: Channel | None
    steps: int
    told: list[StepTold]


class Sendable(Shape):
    """A step that may be sent by hand."""

    plan_id: str
    plan_name: str
    step: int
    channel: Channel
    text: str


class RelanceList(Shape):
    """`sendable`: what may be sent by hand to this lead now; `blocked`: why nothing may, as a sentence."""

    items: list[Relance]
    sendable: list[Sendable]
    blocked: str | None
    cursor: str | None = None


class NewRelance(Shape):
    """`key`: made where it is asked for, so that asking twice sends once."""

    key: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{10,40}$")]
    plan_id: Id
    step: Annotated[int, Field(ge=1, le=MOST_STEPS)]
