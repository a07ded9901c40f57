from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, HttpUrl, StringConstraints

from chalicelib.forms.shapes import Accepted, Text
from chalicelib.foundation import clock
from chalicelib.foundation.routes import Id, Moment, Page, Shape
from chalicelib.foundation.words import fault
from chalicelib.leads.shapes import State

__all__ = ["Accepted"]

CLOCKS_DIFFER = timedelta(minutes=5)
ROWS_AT_MOST = 1000
LONGEST_ADDRESS = 2083
"""As it is kept: what is no ASCII grows threefold or more, and is read again as an address, whose bound this is."""

Outcome = Literal["created", "updated", "unchanged", "outdated", "duplicate"]
RowOutcome = Literal["created", "updated", "unchanged", "outdated", "duplicate", "refused"]


def _not_to_come(at: datetime) -> datetime:
    if at > clock.now() + CLOCKS_DIFFER:
        raise fault("future", "Un consentement ne se donne pas d'avance.", "Consent is not given in advance.")
    return at


def _short_as_kept(page: HttpUrl) -> HttpUrl:
    if len(str(page)) > LONGEST_ADDRESS:
        raise fault(
            "url_too_long", f"Au plus {LONGEST_ADDRESS} caractères, une fois encodés.", f"At most {LONGEST_ADDRESS} characters, once encoded."
        )  # fmt: skip
    return page


class ConsentGiven(Shape):
    """How the partner got the consent. The visitor's own address and page, as the partner saw them; `text`: the words shown, where not the form's."""

    given_at: Annotated[Moment, AfterValidator(_not_to_come)]
    ip: Annotated[str, StringConstraints(max_length=45)] = ""
    page: Annotated[HttpUrl, AfterValidator(_short_as_kept)] | None = None
    text: Text = ""


class Answered(Shape):
    """`language`: in which the person answered, one of the form's; without it, the form's first. The confirmation mail speaks it."""

    language: Annotated[str, StringConstraints(pattern="^[a-z]{2}$")] | None = None
    answers: dict[str, str | bool | int | float | list[str]]
    consent: ConsentGiven


class LeadDraft(Answered):
    form_id: Id


class BatchRow(Answered):
    """`reference`: what the partner calls the lead. Sent again under it, in this batch's place or alone, it is the same lead."""

    reference: Id


def _each_once(rows: list[BatchRow]) -> list[BatchRow]:
    repeated = sorted(reference for reference, times in Counter(row.reference for row in rows).items() if times > 1)
    if repeated:
        named = ", ".join(repeated[:10])
        raise fault("reference_repeated", f"Chaque référence une seule fois par lot : {named}.", f"Each reference once in a batch: {named}.")
    return rows


class BatchDraft(Shape):
    form_id: Id
    leads: Annotated[list[BatchRow], Field(min_length=1, max_length=ROWS_AT_MOST), AfterValidator(_each_once)]


class LeadByReference(Shape):
    """How a partner's lead stands. A duplicate has no state: the person's earlier lead goes on, and is not told of here."""

    reference: str
    is_duplicate: bool
    lead_id: str | None = None
    form_id: str | None = None
    state: State | None = None
    opened_at: str | None = None
    email_confirmed_at: str | None = None
    closed_at: str | None = None
    reason: str | None = None


class LeadBrought(LeadByReference):
    """`outcome`: what sending it did."""

    outcome: Outcome


class BatchCounts(Shape):
    created: int
    updated: int
    unchanged: int
    outdated: int = 0
    duplicate: int
    refused: int


class LeadBatch(Shape):
    """`read`: how many of its `rows` are done with; `counts`: what became of them."""

    id: str
    state: Literal["running", "done", "cancelled"]
    form_id: str
    rows: int
    read: int
    counts: BatchCounts
    created_at: str
    ended_at: str | None
    forgotten_at: str


class FieldProblem(Shape):
    field: str
    code: str
    message: str


class RowResult(Shape):
    """`row`: its place in the batch, from 0. `problem` is stable, `detail` says the remedy; `errors` names the fields to correct."""

    row: int
    reference: str
    outcome: RowOutcome
    lead_id: str | None = None
    problem: str | None = None
    detail: str | None = None
    errors: Annotated[list[FieldProblem], Field(default_factory=list)]


class RowQuery(Page):
    outcome: RowOutcome | None = None


class RowResults(Shape):
    items: list[RowResult]
    cursor: str | None


def stored(rows: list[BatchRow]) -> list[dict[str, Any]]:
    """As a batch keeps them."""
    return [row.model_dump(mode="json", exclude_defaults=True) for row in rows]
