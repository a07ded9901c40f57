"""What an agent says of a call, checked against what the centre asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from chalicelib.calls import queries
from chalicelib.calls.outcomes import Outcome, OutcomeField
from chalicelib.calls.shapes import OutcomeDraft
from chalicelib.contacts import queries as contacts
from chalicelib.foundation.asked import language
from chalicelib.foundation.errors import AnswersRefused, FieldError, refused
from chalicelib.leads.queries import Lead


@dataclass(frozen=True)
class Report:
    """`outcome`: as the centre defines it."""

    lead: Lead
    outcome: Outcome
    draft: OutcomeDraft

    @property
    def said(self) -> dict[str, Any]:
        """What the fact tells of it."""
        return {"outcome": self.outcome.code, "report": self.draft.key}

    @property
    def text(self) -> str:
        """The note, with what the fields of the outcome asked, each on its line."""
        said = [f"{one.label} : {self.draft.answers[one.code]}" for one in self.outcome.fields if self.draft.answers.get(one.code)]
        return "\n".join([*said, *([self.draft.note.text] if self.draft.note else [])])

    @property
    def is_alone(self) -> bool:
        """Whether nothing but the lead changes: then it costs half."""
        return not (self.text or self.outcome.do_not_call or self.outcome.tags)

    @cached_property
    def phone(self) -> str | None:
        return phone_of(self.lead, contacts.details(self.lead.person_id))


def phone_of(lead: Lead, details: dict[str, Any]) -> str | None:
    """Where the person asked to be called this time; the person's own number where this form did not ask."""
    return contacts.phone(details, lead.number)


def checked(lead: Lead, draft: OutcomeDraft) -> Report:
    """All that is missing or wrong is refused at once, by its field."""
    offered = queries.outcomes_of(lead.centre).offered()
    outcome = next((one for one in offered if one.code == draft.outcome), None)
    if outcome is None:
        names = ", ".join(one.code for one in offered)
        fr, en = f"Ce résultat n'existe pas dans ce centre ; choisissez parmi : {names}.", f"This centre has no such outcome; choose among: {names}."
        raise refused("outcome", "outcome_unknown", fr, en, language())
    wrong = tuple(_missing(outcome, draft))
    if wrong:
        raise AnswersRefused(errors=wrong)
    return Report(lead, outcome, draft)


def _missing(outcome: Outcome, draft: OutcomeDraft) -> Iterator[FieldError]:
    if outcome.asks_reason and draft.reason is None:
        yield _fault("reason", "reason_missing", "Dites pourquoi le lead est rejeté.", "Say why the lead is rejected.")
    if outcome.kind == "callback" and draft.callback_at is None:
        yield _fault("callback_at", "callback_missing", "Dites quand rappeler.", "Say when to call back.")
    if draft.note is None and outcome.note_required:
        yield _fault("note", "note_missing", "Ce résultat demande une note.", "This outcome needs a note.")
    if draft.key is None and draft.answers:
        yield _fault("key", "key_missing", "Donnez une clé : les réponses font une note.", "Give a key: the answers make a note.")
    unknown = draft.answers.keys() - {one.code for one in outcome.fields}
    for code in sorted(unknown):
        yield _fault(f"answers.{code}", "field_unknown", "Ce champ n'existe pas ici ; retirez-le.", "There is no such field here; remove it.")
    for one in outcome.fields:
        yield from _wrong(one, draft.answers.get(one.code, "").strip())


def _wrong(asked: OutcomeField, given: str) -> Iterator[FieldError]:
    where = f"answers.{asked.code}"
    if not given:
        if asked.required:
            yield _fault(where, "missing", "Ce champ est obligatoire.", "This field is required.")
    elif not ANSWERED[asked.kind](asked, given):
        fr, en = WANTED[asked.kind]
        options = ", ".join(asked.options)
        yield _fault(where, asked.kind, fr.format(options=options), en.format(options=options))


def _fault(field: str, code: str, fr: str, en: str) -> FieldError:
    return FieldError(field, code, en if language() == "en" else fr)


def _is_number(text: str) -> bool:
    try:
        float(text.replace(" ", "").replace(",", "."))
    except ValueError:
        return False
    return True


def _is_date(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - a day of the calendar has no zone
    except ValueError:
        return False
    return True


ANSWERED: dict[str, Callable[[OutcomeField, str], bool]] = {
    "text": lambda _, text: bool(text),
    "number": lambda _, text: _is_number(text),
    "date": lambda _, text: _is_date(text),
    "choice": lambda asked, text: text in asked.options,
}
WANTED = {
    "text": ("Écrivez quelque chose.", "Write something."),
    "number": ("Un nombre est attendu.", "A number is expected."),
    "date": ("Une date est attendue, comme 2026-03-31.", "A date is expected, as 2026-03-31."),
    "choice": ("Choisissez parmi : {options}.", "Choose among: {options}."),
}
