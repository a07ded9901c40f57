"""What an agent may say of a call. A centre names its own outcomes; the kind of each says what it does to the lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from chalicelib.calls.plans import USUAL, RetryPlan
from chalicelib.foundation.asked import language
from chalicelib.foundation.routes import Id, Shape
from chalicelib.foundation.words import fault

Kind = Literal["confirmed", "rejected", "callback", "not_reached", "unreachable"]
"""The lead is won, lost, called back at a time, tried again by the plan, or given up."""
Reason = Literal["not_interested", "wrong_number", "duplicate", "not_eligible", "refused_consent", "other"]
Clientele = Literal["consumers", "professionals"]
FieldKind = Literal["text", "number", "date", "choice"]

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=60)]

MOST, MOST_FIELDS = 20, 6


class OutcomeField(Shape):
    """What the agent is asked beside the outcome; the answer stands in the note. `options`: of a choice."""

    code: Code
    label: Label
    kind: FieldKind = "text"
    required: bool = False
    options: Annotated[list[Label], Field(max_length=20, default_factory=list)]

    @model_validator(mode="after")
    def _offers_a_choice(self) -> OutcomeField:
        if (self.kind == "choice") != bool(self.options):
            raise fault("options", "Un choix, et lui seul, a ses réponses possibles.", "A choice, and nothing else, has its possible answers.")
        return self


class Outcome(Shape):
    """`code` never changes, since the history names it. `reason`: of a rejection; the agent chooses where there is none.

    `retry`: of a call that nobody answered. `do_not_call`: nobody calls the number again. `tags`: put on the person at once.
    """

    code: Code
    name: Name
    kind: Kind
    active: bool = True
    note_required: bool = False
    reason: Reason | None = None
    do_not_call: bool = False
    retry: RetryPlan | None = None
    fields: Annotated[list[OutcomeField], Field(max_length=MOST_FIELDS, default_factory=list)]
    tags: Annotated[list[Id], Field(max_length=10, default_factory=list)]

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Outcome:
        if self.retry and self.kind != "not_reached":
            raise fault("retry_elsewhere", "Seul un appel sans réponse a un plan de rappel.", "Only a call that nobody answered has a retry plan.")
        if self.reason and self.kind != "rejected":
            raise fault("reason_elsewhere", "Seul un rejet a un motif.", "Only a rejection has a reason.")
        if self.do_not_call and self.kind not in {"rejected", "unreachable"}:
            raise fault(
                "blocks_while_open",
                "Ne plus appeler ne va qu'avec un résultat qui clôt le lead.",
                "Never to call again goes with an outcome that closes the lead.",
            )
        if _doubled(one.code for one in self.fields) or _doubled(one.label.casefold() for one in self.fields):
            raise fault("fields_doubled", "Deux champs portent le même nom.", "Two fields have the same name.")
        return self

    @property
    def plan(self) -> RetryPlan:
        return self.retry or USUAL

    @property
    def asks_reason(self) -> bool:
        return self.kind == "rejected" and self.reason is None


class CentreOutcomes(Shape):
    """What the agents of a centre may say of a call, in the order in which it is offered. `clientele`: whom it calls; the laws of calling hours,
    tries and refusals protect consumers.
    """

    outcomes: Annotated[list[Outcome], Field(min_length=1, max_length=MOST)]
    clientele: Clientele = "consumers"

    @model_validator(mode="after")
    def _leads_somewhere(self) -> CentreOutcomes:
        if _doubled(one.code for one in self.outcomes):
            raise fault("codes_doubled", "Deux résultats portent le même code.", "Two outcomes have the same code.")
        if _doubled(one.name.casefold() for one in self.outcomes if one.active):
            raise fault("names_doubled", "Deux résultats portent le même nom.", "Two outcomes have the same name.")
        kinds = {one.kind for one in self.outcomes if one.active}
        if not {"confirmed", "rejected"} <= kinds:
            raise fault(
                "no_end",
                "Gardez au moins un résultat qui confirme et un qui rejette.",
                "Keep at least one outcome that confirms and one that rejects.",
            )
        return self

    def known(self, code: str) -> Outcome | None:
        return next((one for one in self.outcomes if one.code == code), None)

    def offered(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.active]


class CentreOutcomesKept(CentreOutcomes):
    """`version`: 0 for a centre that has said nothing yet, whose outcomes are the usual ones."""

    version: int


NAMES: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "confirmed": "Confirmé", "callback": "À rappeler", "no_answer": "Pas de réponse", "voicemail": "Messagerie", "rejected": "Rejeté",
        "wrong_number": "Mauvais numéro", "do_not_call": "Ne plus appeler", "unreachable": "Injoignable",
    },
    "en": {
        "confirmed": "Confirmed", "callback": "Call back", "no_answer": "No answer", "voicemail": "Voicemail", "rejected": "Rejected",
        "wrong_number": "Wrong number", "do_not_call": "Do not call again", "unreachable": "Unreachable",
    },
}  # fmt: skip
KINDS: Mapping[str, Kind] = {
    "confirmed": "confirmed", "callback": "callback", "no_answer": "not_reached", "voicemail": "not_reached", "rejected": "rejected",
    "wrong_number": "rejected", "do_not_call": "rejected", "unreachable": "unreachable",
}  # fmt: skip
REASONS: Mapping[str, Reason] = {"wrong_number": "wrong_number", "do_not_call": "refused_consent"}


def usual() -> CentreOutcomes:
    """Where a centre has said nothing, in the reader's language."""
    names = NAMES[language()]
    return CentreOutcomes(
        outcomes=[
            Outcome(
                code=code, name=names[code], kind=kind, reason=REASONS.get(code), do_not_call=code == "do_not_call",
                retry=USUAL if kind == "not_reached" else None, fields=[], tags=[],
            )
            for code, kind in KINDS.items()
        ]
    )  # fmt: skip


def _doubled(names: Iterable[str]) -> bool:
    return max(Counter(names).values(), default=0) > 1
