from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from chalicelib.calls.outcomes import Code, Outcome, OutcomeField, Reason
from chalicelib.foundation.routes import Id, Moment, Shape
from chalicelib.leads.shapes import Claim, Key, LeadRow, NoteDraft, State, Text
from chalicelib.surveys.shapes import AnswerSaid


class OutcomeDraft(Shape):
    """`outcome`: the code of one that the centre offers. `reason` is required for a rejection that has none of its own, `callback_at` for a
    callback (`anyone`: of the centre, not only the lead's agent), `answers` by what the outcome asks.

    `key`: made by the client, so that a retry is recognised; the note's own where there is one.
    """

    outcome: Code
    key: Key | None = None
    reason: Reason | None = None
    callback_at: Moment | None = None
    anyone: bool = False
    answers: Annotated[dict[Code, Annotated[str, StringConstraints(max_length=500)]], Field(max_length=20, default_factory=dict)]
    note: NoteDraft | None = None

    @model_validator(mode="after")
    def _has_the_key_of_its_note(self) -> OutcomeDraft:
        if self.note:
            self.key = self.note.key
        return self


class BlockDraft(Shape):
    """Whether nobody calls the number any more, and why; kept as a note. Only a manager lets it be called again."""

    blocked: bool
    key: Key
    reason: Text


class OutcomeOffered(Outcome):
    """`next_try_at`: when it plans the next call by itself; None where it plans none, or this try was the last."""

    fields: list[OutcomeField]
    next_try_at: str | None
    tries: int


class QueueQuery(Shape):
    """Which of the caller's open leads. Working order stays what it is. `everybody`: whom the lists of the centre leave out, too."""

    form_id: Id | None = None
    tag_id: Id | None = None
    list_id: Id | None = None
    everybody: bool = False


class Queue(Shape):
    """The caller's open leads in working order, how many the lists of their centre leave out, and how many wait in its pool."""

    items: list[LeadRow]
    left_out: int
    waiting: int


class Person(Shape):
    first_name: str
    last_name: str
    email: str | None
    phone: str | None


class AnswerGiven(Shape):
    label: str
    value: str


class FileGiven(Shape):
    """`label`: the form's. `state`: kept once it can be opened."""

    id: str
    label: str
    name: str
    kind: str
    size: int
    state: Literal["received", "kept", "lost", "erased"]


class PhoneConsent(Shape):
    """What the person was asked about calls, and whether they agreed."""

    text: str
    given: bool


class Consent(Shape):
    """The wording as it stood on the form, and how it came to us. `at`: when it was given."""

    text: str
    form_version: int
    at: str
    ip: str
    page: str
    phone: PhoneConsent | None


class CampaignWord(Shape):
    """`name`: utm_source, utm_campaign …"""

    name: str
    value: str


class Source(Shape):
    """Where the person came from, as their browser said. `page`: where the form stood; `referrer`: the page before.

    `reference`: what the partner calls the lead who sent it.
    """

    reference: str | None = None
    page: str
    referrer: str
    campaign: list[CampaignWord]


class Visits(Shape):
    """How often the link of the opt-in mail was opened before the click. Robots open it too, and some say that they are browsers."""

    kind: Literal["robot", "browser", "unknown"]
    times: int
    first_at: str
    last_at: str


class OptIn(Shape):
    """How far the confirmation of the address has come. `visits` confirm nothing."""

    mails: int
    mailed_at: str | None
    link_ends_at: str | None
    next_reminder_at: str | None
    unsubscribed_at: str | None
    visits: list[Visits]


class Actor(Shape):
    kind: Literal["visitor", "user", "key", "system"]
    id: str | None = None
    name: str | None = None


class NoteText(Shape):
    id: str
    text: str


class Entry(Shape):
    """One happening: who, when, and why in the reader's words. `answers`: what the person said in a survey."""

    id: str
    type: str
    at: str
    by: Actor
    why: str | None = None
    note: NoteText | None = None
    answers: list[AnswerSaid]
    data: dict[str, Any]


class CallObstacle(Shape):
    """What stands in the way of a call now (`blocks`), or what one should know of it. `until`: when it ends by itself."""

    code: str
    says: str
    remedy: str
    until: str | None
    blocks: bool


class CallPermission(Shape):
    """Whether the person may be called now. `begins_at`: when, if nothing else happens; None where only somebody's doing helps.

    `zone`: the clock that the person lives by; `country`, `law`: whose rules hold, as far as the number tells, and where they stand.
    """

    allowed: bool
    begins_at: str | None
    country: str | None
    zone: str
    law: str | None
    obstacles: list[CallObstacle]


class OtherLead(Shape):
    """Another request of the same person, which the reader may see."""

    id: str
    state: State
    form_name: str
    opened_at: str
    agent_name: str | None


class LeadPage(LeadRow):
    """`others_hidden`: how many more requests the person made, which the reader may not see."""

    person: Person
    permission: CallPermission
    phone_hidden: Literal["email_not_confirmed", "not_agreed", "do_not_call"] | None
    answers: list[AnswerGiven]
    files: list[FileGiven]
    consent: Consent
    source: Source | None
    optin: OptIn | None
    reason: str | None
    claim: Claim | None
    reserved: bool
    script: str
    others: list[OtherLead]
    others_hidden: int
    outcomes: list[OutcomeOffered]
    timeline: list[Entry]
