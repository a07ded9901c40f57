from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.contacts import actions as contacts
from chalicelib.contacts import queries as known
from chalicelib.files import actions as files
from chalicelib.forms import attachments, queries
from chalicelib.forms.facts import FormEdited
from chalicelib.forms.fields import check
from chalicelib.forms.models import LARGEST, Edition, Form
from chalicelib.forms.routing import Routes
from chalicelib.foundation import clock, ids
from chalicelib.foundation.errors import AlreadyDone, AnswersRefused, Conflict, TooLarge, TooOften
from chalicelib.foundation.keys import digest
from chalicelib.foundation.records import transaction
from chalicelib.foundation.states import TRIES
from chalicelib.identity import queries as identity
from chalicelib.leads import actions as leads
from chalicelib.leads import queries as opened
from chalicelib.leads.actions import Request
from chalicelib.messaging import queries as messaging
from chalicelib.shield import actions as shield
from chalicelib.shield.actions import HeldBack, Visit

NONCE_SIZE = 16
"""In random bytes."""

Beside = Callable[[TransactWrite, str], None]
"""What is written together with a new lead, given its id."""

Refusal = Callable[[TransactWriteError], None]
"""Looks whether it was that which refused the lead, and raises what this means."""


@dataclass(frozen=True)
class Submitted:
    """What a post led to: a new lead, or the one by which the person had the same wish before."""

    lead_id: str
    is_new: bool


@dataclass(frozen=True)
class Proof:
    """How the consent came to us, kept sealed with the request. `at` in milliseconds; `address` as API Gateway saw it.

    `text`: the wording that a partner showed, where it was not the form's. `referrer`: the page before `page`.
    """

    at: int
    address: str = ""
    browser: str = ""
    page: str = ""
    text: str = ""
    referrer: str = ""


class CentreUnknown(AnswersRefused):
    fr = "Le centre {centre} n'existe pas : choisissez-en un de la liste."
    en = "There is no centre {centre}: choose one of the list."


class CentreLeaving(AnswersRefused):
    fr = "Le centre {centre} est fermé définitivement : retirez-le des centres de ce formulaire."
    en = "The centre {centre} is closed for good: take it off the centres of this form."


class SenderUnknown(AnswersRefused):
    fr = "L'expéditeur {sender} n'existe pas : choisissez-en un de la liste."
    en = "There is no sender {sender}: choose one of the list."


def draft(content: dict[str, Any]) -> Form:
    """A new form, seen by nobody yet. Raises `CentreUnknown`, `SenderUnknown`, `TooLarge`."""
    _check_references(content)
    _proofread(content)
    form = Form.draft(content)
    form.save(condition=Form.pk.does_not_exist())
    return form


def edit(form_id: str, content: dict[str, Any], version: int | None) -> Form:
    """Replace the author's copy; what is published stays. Raises `VersionLapsed` when somebody edited meanwhile."""
    _check_references(content)
    _proofread(content)
    form = Form.known(form_id)
    form.pin(version)
    form.change(FormEdited(form.id), content=content, called=content["name"])
    return form


def trial(content: dict[str, Any]) -> Edition:
    """The edition that publishing this content would make; stored nowhere. Raises what `draft` would."""
    _check_references(content)
    sender = messaging.sender(content["mail"].get("sender_id"))
    tenant = identity.tenant()
    frozen = {"company": tenant.name, "sender": sender.from_address, "timezone": tenant.timezone, "letters": _proofread(content)}
    return Edition.trial(content | frozen)


def publish(form_id: str) -> Form:
    """Freeze the author's copy as the next edition and show it to visitors. Raises `AnswersRefused` where its mails would not leave any more."""
    form = Form.known(form_id)
    sender = messaging.sender(form.mail.get("sender_id"))
    tenant = identity.tenant()
    letters = _proofread(form.content)
    return _in_one(form, lambda tx: form.publish(tx, company=tenant.name, sender=sender.from_address, timezone=tenant.timezone, letters=letters))


def close(form_id: str) -> Form:
    """Take no more posts. Leads that came in go on."""
    form = Form.known(form_id)
    return _in_one(form, form.close)


def archive(form_id: str) -> None:
    """Out of the authors' way. A repeat changes nothing."""
    with suppress(AlreadyDone):
        Form.known(form_id).archive()


def close_all() -> None:
    """No form of the tenant takes posts any more. A repeat changes nothing."""
    for form in Form.all():
        if form.state == "published":
            with suppress(AlreadyDone):
                close(form.id)


def _in_one(form: Form, change: Callable[[TransactWrite], None]) -> Form:
    try:
        with transaction() as tx:
            change(tx)
    except TransactWriteError as error:
        raise Conflict from error
    queries.forget(form.id)
    return Form.known(form.id)


def _proofread(content: dict[str, Any]) -> dict[str, Any]:
    if not content["mail"].get("letters"):
        if len(json.dumps(content)) > LARGEST:
            raise TooLarge(limit=f"{LARGEST // 1000} kB")
        return {}
    from chalicelib.forms import proofreading  # noqa: PLC0415 - few forms bring their own words, and fewer requests look at them

    return proofreading.proofread(content)


def _check_references(content: dict[str, Any]) -> None:
    """A form that names what is not there would be noticed by its visitors first."""
    known_centres = {centre.id: centre for centre in identity.centres()}
    for centre_id in Routes.of(content).centres:
        if centre_id not in known_centres:
            raise CentreUnknown(centre=centre_id)
        if known_centres[centre_id].successor_id:
            raise CentreLeaving(centre=known_centres[centre_id].name)
    sender_id = content["mail"].get("sender_id")
    if sender_id and sender_id not in {sender.id for sender in messaging.senders()}:
        raise SenderUnknown(sender=sender_id)


def checked(form: Edition, posted: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The answers made clean. Raises `AnswersRefused` with every broken rule, in the language of who reads it."""
    found = check(form.fields, attachments.opened(form, posted), language, form.country, form.today)
    if found.errors:
        raise AnswersRefused(errors=tuple(found.errors))
    return dict(found.values)


def submit(
    form: Edition, posted: Mapping[str, Any], proof: Proof, *, language: str, reference: str | None = None, beside: Beside | None = None
) -> Submitted:
    """Check the answers and open a lead, once: a double click, a retry and parallel posts change nothing more.

    Whoever posts again while the confirmation waits is sent a new link; what is confirmed stays so. `language`: of who reads the errors.
    `reference`: what a partner calls the request. `beside`: for a new lead only.

    Raises `AnswersRefused` with every broken rule, `PersonFull`.
    """
    request, sent = _read(form, posted, proof, language)
    if reference:
        request["reference"] = reference
    return _open_once(form, request, _with(sent, beside or _nothing))


def receive(form: Edition, posted: Mapping[str, Any], proof: Proof) -> bool:
    """A visitor's post, through the shield of the form. Answers whether it went on: what is held back waits for somebody to look at it.

    Raises `AnswersRefused` with every broken rule.
    """
    request, sent = _read(form, posted, proof, form.language)
    visit = Visit(form.form_id, posted, str(request["answers"].get("email", "")), proof.address, form.language)
    try:
        allowances = shield.judge(form.shield, visit, form.names)
        _open_once(form, request, _with(sent, lambda tx, _lead_id: shield.count(tx, allowances)), shield.look_at)
    except HeldBack as held:
        shield.hold(form.form_id, held.reason, {"request": request, "tickets": attachments.tickets(form, posted)})
        return False
    return True


def take_up(held: dict[str, Any], beside: Beside, look_at: Refusal) -> Submitted:
    """What was held back goes the road that it would have gone: under the edition that was answered, with the proof that came with it."""
    request = held["request"]
    form = queries.known_edition(request["form"], request["edition"])
    sent = attachments.still_there(form, held["tickets"], request["answers"], form.language)
    request = {name: kept for name, kept in request.items() if name != "files" or sent}
    return _open_once(form.in_language(request["language"]), request, _with(sent, beside), look_at)


def _read(form: Edition, posted: Mapping[str, Any], proof: Proof, language: str) -> tuple[dict[str, Any], list[files.Looked]]:
    """What is kept with the person, sealed, and the files that are the lead's."""
    answers = checked(form, posted, language)
    request = {
        "form": form.form_id, "edition": int(form.number), "language": form.language, "answers": answers, "proof": asdict(proof),
        # Without it, whoever has a digest of the request could try answers until one fits.
        "nonce": ids.secret(NONCE_SIZE),
    }  # fmt: skip
    if sent := attachments.looked_into(form, posted, answers, language):
        request["files"] = files.named(sent)
    return request, sent


def _with(sent: list[files.Looked], beside: Beside) -> Beside:
    """The files of a new lead are its own from the moment it is there."""

    def both(tx: TransactWrite, lead_id: str) -> None:
        files.receive(tx, lead_id, sent)
        beside(tx, lead_id)

    return both if sent else beside


def _nothing(_tx: TransactWrite, _lead_id: str) -> None:
    """Most leads come alone."""


def _nobodys(_error: TransactWriteError) -> None:
    """Nothing that came along can have refused it."""


def _open_once(form: Edition, request: dict[str, Any], beside: Beside, look_at: Refusal = _nobodys) -> Submitted:
    """One round trip for a newcomer; a refusal says who was first, and the lead is opened for them."""
    details = {name: str(request["answers"][name]) for name in contacts.IDENTITY if name in request["answers"]}
    person_id: str | None = None
    sharing: tuple[str, ...] = ()
    for _ in range(TRIES):
        try:
            if person_id:
                return _open_for_known(form, person_id, request, beside)
            with transaction() as tx:
                newcomer = contacts.register(tx, details, request, language=form.language, beside=sharing)
                lead = leads.open(tx, newcomer, 1, _wish(form, request))
                beside(tx, lead.id)
        except TransactWriteError as error:
            first, others = contacts.who_was_first(error, details)
            if first is None:  # for somebody who is known it may be the same wish, which writes nothing new
                look_at(error)
            person_id, sharing = person_id or first, others or sharing
        else:
            return Submitted(lead.id, is_new=True)
    raise Conflict


def _open_for_known(form: Edition, person_id: str, request: dict[str, Any], beside: Beside) -> Submitted:
    # Before their leads: whoever adds a request in between changes the person, and refuses what is written here over the one that was read.
    person, now = known.person(person_id, consistent=True), clock.now_ms()
    repeated = [lead for lead in opened.leads_of(person_id) if lead.is_repeated_by(form.form_id, now, timedelta(hours=form.shield.repeat_hours))]
    if repeated:
        with suppress(Conflict, TooOften):  # confirmed already, or asked a moment ago: the same wish, and the same answer
            leads.renew_link(repeated[-1])
        return Submitted(repeated[-1].id, is_new=False)
    with transaction() as tx:
        number = contacts.add_request(tx, person, request)
        lead = leads.open(tx, person_id, number, _wish(form, request))
        beside(tx, lead.id)
    return Submitted(lead.id, is_new=True)


def _wish(form: Edition, request: dict[str, Any]) -> Request:
    ends_at = clock.to_ms(clock.now() + timedelta(hours=form.link_hours)) if form.double_optin else None
    centre = form.routes.only
    return Request(form.form_id, int(form.number), centre, form.language, ends_at, form.reminder_days, digest(request))
