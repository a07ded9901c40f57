from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from chalicelib.foundation.routes import Id, Page, Shape
from chalicelib.foundation.words import fault

State = Literal["gathering", "ready", "sending", "stopped", "sent", "closed"]
Standing = Literal["waiting", "mailed", "answered", "undelivered", "unsubscribed", "left_out"]
LeftOut = Literal["no_email", "not_confirmed", "refused", "unsubscribed"]
Who = Literal["confirmed_address", "customers"]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
MOST_BY_HAND = 100
LONGEST_DAYS = 90


class SurveyAudience(Shape):
    """Either everybody who came through a form and confirmed their address (or became a customer), or those whom somebody picked."""

    form_id: Id | None = None
    who: Who = "confirmed_address"
    lead_ids: Annotated[list[Id], Field(max_length=MOST_BY_HAND, default_factory=list)]

    @model_validator(mode="after")
    def _is_one_of_them(self) -> SurveyAudience:
        if bool(self.form_id) == bool(self.lead_ids):
            raise fault(
                "audience",
                "Choisissez un formulaire dont viennent les personnes, ou des personnes une à une.",
                "Choose a form that the persons came through, or persons one by one.",
            )
        return self


class SurveyLetter(Shape):
    """What the mail says above its button; what is left empty is said in our words."""

    subject: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    message: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""


class SurveyDraft(Shape):
    """`days`: how long the links of its mails are good."""

    name: Line
    form_id: Id
    audience: SurveyAudience
    letters: Annotated[dict[Literal["fr", "en"], SurveyLetter], Field(default_factory=dict)]
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] = 30


class SurveyCounts(Shape):
    """How many persons stand where. `left_out`: those who get no mail."""

    waiting: int = 0
    mailed: int = 0
    answered: int = 0
    undelivered: int = 0
    unsubscribed: int = 0
    left_out: int = 0


class Survey(Shape):
    """`ended`: nobody answers any more, because it was closed or its time is over."""

    id: str
    name: str
    state: State
    ended: bool
    form_id: str
    form_name: str
    counts: SurveyCounts
    created_at: str
    started_at: str | None
    ends_at: str | None


class SurveyList(Shape):
    items: list[Survey]
    cursor: str | None = None


class SurveyChoice(Shape):
    label: str
    count: int


class SurveyQuestion(Shape):
    """`answered`: how many said something. `choices`: how often each was chosen, where there are any; `average`: of numbers."""

    name: str
    label: str
    type: str
    answered: int
    choices: list[SurveyChoice]
    average: float | None


class SurveyPage(Survey):
    """`left_out`: why those who get no mail get none. Questions without the name, which nobody needs to be told."""

    form_version: int
    audience: SurveyAudience
    letters: dict[Literal["fr", "en"], SurveyLetter]
    days: int
    left_out: dict[LeftOut, int]
    questions: list[SurveyQuestion]


class InvitedQuery(Page):
    limit: Annotated[int, Field(ge=1, le=100)] = 25
    state: Standing = "answered"


class AnswerSaid(Shape):
    label: str
    value: str


class Invited(Shape):
    lead_id: str
    name: str
    state: Standing
    reason: LeftOut | None
    at: str
    answers: list[AnswerSaid]


class InvitedList(Shape):
    items: list[Invited]
    cursor: str | None


class SurveyPreview(Shape):
    """The mail and the page behind its link, as somebody would get them; for a frame that runs nothing."""

    subject: str
    mail: str
    page: str
