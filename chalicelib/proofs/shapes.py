from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.calls.shapes import Visits
from chalicelib.foundation.routes import Shape

Verdict = Literal["good", "broken", "unknown"]


class ProofQuery(Shape):
    hash: Annotated[str | None, Field(pattern=r"^[0-9a-f]{64}$", description="The hash of a sheet that you have: is its line still there?")] = None


class FormShown(Shape):
    """The edition that the person saw, and in which language."""

    id: str
    name: str
    version: int
    language: str
    published_at: str


class Wording(Shape):
    """What the person was asked to agree to, word for word, and whether they did; None once they are erased."""

    text: str
    given: bool | None


class ProofRequest(Shape):
    """What came with the request. `address`: as API Gateway saw the connection; a partner's server says it of its visitor.

    `sealed` is the very object that the line LeadOpened carries the digest of; null while the phone may not be shown.
    """

    name: str
    email: str | None
    phone: str | None
    at: str
    page: str
    address: str
    browser: str
    sealed: dict[str, Any] | None


class ProofClick(Shape):
    """Where the click that confirmed came from. `sealed`: the object that the line LeadEmailConfirmed carries the digest of."""

    address: str
    browser: str
    sealed: dict[str, str]


class ProofLine(Shape):
    """`hash`: SHA-256 of the hash before and of `number`, `type`, `at`, `by` and `data`, as canonical JSON. `said`: in the reader's words.

    `withheld`: `data` lacks who else could have had the lead, which only those read who may read every centre; the hash is that of the whole line.
    """

    number: int
    type: str
    at: str
    by: str
    data: dict[str, Any]
    hash: str
    withheld: bool
    said: str


class ProofCheck(Shape):
    """`unknown`: what it takes is no longer there, or was not kept then."""

    what: Literal["history", "form", "request", "click", "given"]
    verdict: Verdict
    said: str


class HashAsked(Shape):
    """Where the hash stands now that was asked about. `line`: None where it stands nowhere, and something was changed."""

    hash: str
    line: int | None
    said: str


class Proof(Shape):
    """`posted` and `click`: None once the person is erased; all else stands. `hash`: of the last line."""

    id: str
    state: str
    hash: str
    verdict: Verdict
    form: FormShown | None
    wordings: list[Wording]
    posted: ProofRequest | None
    click: ProofClick | None
    visits: list[Visits]
    lines: list[ProofLine]
    checks: list[ProofCheck]
    asked: HashAsked | None
