from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pynamodb.exceptions import TransactWriteError

from chalicelib.contacts import actions as contacts
from chalicelib.contacts import queries as persons
from chalicelib.forms import actions as forms
from chalicelib.forms import queries as editions
from chalicelib.forms.actions import Proof
from chalicelib.forms.queries import Edition
from chalicelib.foundation import clock, keys, tenancy
from chalicelib.foundation.errors import AnswersRefused, Conflict, DomainError, FieldError, Gone, NotFound, refused
from chalicelib.foundation.records import transaction
from chalicelib.foundation.states import TRIES
from chalicelib.imports.models.references import Reference
from chalicelib.leads import actions as leads
from chalicelib.leads import queries as opened
from chalicelib.leads.queries import Lead

CORRECTIONS_AT_MOST = 20
"""Of one lead. Each keeps what it replaced, and a person is one record."""


FIXED = {
    "email": (
        "L'adresse dit de qui il s'agit, et c'est elle qui a été confirmée : envoyez une autre personne sous une autre référence.",
        "The address says who it is, and is what was confirmed: send another person under another reference.",
    ),
    "consent": ("Un consentement ne se corrige pas : il est tel qu'il a été donné.", "A consent is not corrected: it is as it was given."),
    "file": ("Un fichier ne se remplace pas : il est venu avec la demande.", "A file is not replaced: it came with the request."),
}
"""What a correction leaves as it is."""


class LeadOver(DomainError):
    status = 409
    fr = "Ce lead est terminé : envoyez la nouvelle demande sous une autre référence."
    en = "This lead is over: send the new request under another reference."


class LeadErasedMeanwhile(Gone):
    fr = "Ce lead a été effacé à la demande de la personne."
    en = "This lead was erased at the person's request."


class CorrectedTooOften(DomainError):
    status = 409
    fr = "Ce lead a déjà été corrigé {times} fois : complétez-le dans la console."
    en = "This lead was corrected {times} times already: complete it in the console."


@dataclass(frozen=True)
class Sent:
    """A lead as a partner sends it, under a `reference` of the partner's. `at`: when, in milliseconds. `cause`: the row of a batch."""

    partner: str
    reference: str
    form_id: str
    language: str | None
    answers: Mapping[str, Any]
    proof: Proof
    at: int
    cause: str | None = None

    @property
    def digest(self) -> str:
        said = [self.form_id, self.language, dict(self.answers), self.proof.at, self.proof.address, self.proof.page, self.proof.text]
        return keys.of(tenancy.tenant()).blind("sent", json.dumps(said, sort_keys=True, ensure_ascii=False))


@dataclass(frozen=True)
class Brought:
    outcome: str
    reference: Reference


def bring(sent: Sent, open_form: Callable[[], Edition], language: str) -> Brought:
    """Open the lead that a reference names, or correct it. The same thing sent again changes nothing, however often and at however many places.

    Nor does what was sent before what stands now: rows of a batch are read when their turn comes, which may be long after.

    `open_form`: for a new lead only; a correction is judged by the edition that its lead came from. `language`: of who reads the errors.
    Raises `AnswersRefused`, `LeadOver`, `LeadErasedMeanwhile`, `CorrectedTooOften`, and what `open_form` raises.
    """
    digest = sent.digest
    for _ in range(TRIES):
        standing = Reference.known(sent.partner, sent.reference)
        is_same = standing is not None and standing.digest == digest
        if standing and is_same and standing.is_told_again(sent.cause):
            return Brought(standing.outcome, standing)
        if standing and not is_same and standing.was_sent_after(sent.at):
            return Brought("outdated", standing)
        try:
            lead = _lead_of(standing)
            if standing and lead and is_same:
                return Brought("unchanged", standing)
            if standing and lead:
                return _correct(sent, standing.sent_again(digest, sent.at, sent.cause), lead, language)
            said = digest, sent.at, sent.cause
            fresh = standing.sent_again(*said) if standing else Reference.first_sent(sent.partner, sent.reference, *said)
            return _open(sent, fresh, open_form(), language)
        except Conflict:
            continue
    raise Conflict


def submit(sent: Sent, form: Edition, language: str) -> None:
    """Open a lead that its partner has no name for: the same answer whatever is known of the person."""
    forms.submit(_in_language(form, sent.language, language), sent.answers, sent.proof, language=language)


def _lead_of(standing: Reference | None) -> Lead | None:
    """The lead that a reference names; None where it never had one of its own, or it went away unconfirmed."""
    if standing is None or standing.is_duplicate:
        return None
    try:
        lead = opened.fresh(standing.lead_id)
    except NotFound:
        return None
    if lead.state == "erased":
        raise LeadErasedMeanwhile
    return lead


def _open(sent: Sent, reference: Reference, form: Edition, language: str) -> Brought:
    spoken = _in_language(form, sent.language, language)
    found = forms.submit(spoken, sent.answers, sent.proof, language=language, reference=sent.reference, beside=reference.bind)
    if not found.is_new:
        reference.bind_duplicate(found.lead_id)
    return Brought(reference.outcome, reference)


def _correct(sent: Sent, reference: Reference, lead: Lead, language: str) -> Brought:
    """Put other answers in the place of those that were given, and keep these. What confirmations and consents were given for stays."""
    if lead.form != sent.form_id:
        raise refused(
            "form_id", "reference_of_other_form",
            "Cette référence nomme un lead d'un autre formulaire : prenez-en une autre.",
            "This reference names a lead of another form: take another one.", language,
        )  # fmt: skip
    person = persons.person(lead.person_id)
    details = person.read()
    edition = editions.known_edition(lead.form, int(lead.form_version))
    spoken = _in_language(edition, sent.language or details["requests"][str(lead.number)]["language"], language)
    before = persons.answers(details, lead.number)
    answers = forms.checked(spoken, _with_standing_files(edition, sent.answers, before), language)
    changed = tuple(sorted(name for name in before | answers if before.get(name) != answers.get(name)))
    if not changed:
        return Brought("unchanged", reference)
    _expect_correctable(lead, edition, changed, language)
    if len(details.get("corrections", {}).get(str(lead.number), ())) >= CORRECTIONS_AT_MOST:
        raise CorrectedTooOften(times=CORRECTIONS_AT_MOST)
    said = {name: answers[name] for name in changed if name in answers}
    correction = {"at": clock.now_ms(), "said": said, "withdrawn": [name for name in changed if name not in answers], "proof": asdict(sent.proof)}
    try:
        with transaction() as tx:
            contacts.correct(tx, person, lead.number, correction)
            leads.correct(tx, lead, changed)
            reference.note_correction(tx)
    except TransactWriteError as error:
        raise Conflict from error
    return Brought(reference.outcome, reference)


def _with_standing_files(form: Edition, answers: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, with the files that came with the request: their tickets are good for a day only. Each as a name and a size of its own."""
    files = {field.name for field in form.fields if field.type == "file"}
    standing = {name: [(called, size) for size, called in enumerate(before[name], 1)] for name in files & before.keys()}
    return {name: said for name, said in answers.items() if name not in files} | standing


def _expect_correctable(lead: Lead, form: Edition, changed: tuple[str, ...], language: str) -> None:
    if lead.state in Lead.CLOSED:
        raise LeadOver
    kinds = {field.name: field.type for field in form.fields}
    errors = [_fixed(name, "email" if name == "email" else kinds.get(name, ""), language) for name in changed]
    if any(errors):
        raise AnswersRefused(errors=tuple(filter(None, errors)))


def _fixed(field: str, kind: str, language: str) -> FieldError | None:
    if kind not in FIXED:
        return None
    fr, en = FIXED[kind]
    return FieldError(field, f"{kind}_fixed", en if language == "en" else fr)


def _in_language(form: Edition, wanted: str | None, language: str) -> Edition:
    if wanted and wanted not in form.languages:
        offered = ", ".join(form.languages)
        raise refused("language", "language", f"Ce formulaire parle : {offered}.", f"This form speaks: {offered}.", language)
    return form.in_language(wanted or form.language)
