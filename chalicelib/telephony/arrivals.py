"""Which call an event is of: one that we placed, one that somebody made to us, or one that an agent dialled in Connect itself."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from pynamodb.exceptions import TransactWriteError

from chalicelib.contacts import actions as contacts
from chalicelib.contacts import queries as known
from chalicelib.forms import queries as forms
from chalicelib.forms.queries import Edition
from chalicelib.foundation import clock, ids
from chalicelib.foundation.errors import AlreadyDone, DomainError, NotFound
from chalicelib.foundation.keys import digest
from chalicelib.foundation.log import log
from chalicelib.foundation.records import transaction, where_condition_holds
from chalicelib.leads import actions as leads
from chalicelib.leads import queries as opened
from chalicelib.leads.actions import Request
from chalicelib.leads.queries import Lead
from chalicelib.telephony import actions, connect
from chalicelib.telephony.models import Call, Contact, Line
from chalicelib.telephony.told import NotOurs, Told
from chalicelib.telephony.turns import Turn

OVER = {"DISCONNECTED", "COMPLETED"}
NONCE_SIZE = 12


def note(told: Told) -> None:
    """Take in what an event says of its call. Raises `AlreadyDone` for what is known, `NotOurs` for whoever is nobody's."""
    line = Line.here()
    if not line.is_connect or line.instance != told.instance:
        raise NotOurs
    call = _named(told.contact) or _handed_on(told) or _ours(told) or _somebodys(told, line)
    with suppress(AlreadyDone):
        call.learn(told, line.agent_called(told.agent))
    if told.kind in OVER and told.is_analysed:
        _keep_what_was_said(call, told)


def _named(contact_id: str) -> Call | None:
    contact: Contact | None = Contact.find(*Contact.at(contact_id), consistent=True)
    return Call.known(contact.lead_id.partition(".")[0], contact.call_id) if contact else None


def _handed_on(told: Told) -> Call | None:
    """The person is handed on in a call that we know: one more leg of it."""
    call = _named(told.first) if told.first != told.contact else None
    if call:
        Contact.of(told.contact, call.lead_id, call.id).save()
    return call


def _ours(told: Told) -> Call | None:
    """We dialled it, and were cut off before Connect's answer, or are not done with it: the contact itself knows."""
    if not told.is_ours and told.first == told.contact:
        return None
    given = connect.attributes(told.instance, told.first)
    if not given.get("call") or not given.get("lead"):
        return None
    return _begun_with(Call.known(given["lead"].partition(".")[0], given["call"]), told)


def _begun_with(call: Call, told: Told) -> Call:
    """The call knows its first contact before any to whom it was handed on."""
    actions.name_contact(call, told.instance, told.first)
    if told.contact != told.first:
        Contact.of(told.contact, call.lead_id, call.id).save()
    return Call.known(call.person_id, call.id)


def _somebodys(told: Told, line: Line) -> Call:
    """The first contact's id is the call's: however often and by how many at once it is looked at, there is one."""
    number = connect.number_of(told.instance, told.first)
    if number is None:
        raise NotOurs  # Whoever hides their number cannot be known again.
    lead = _lead_of(number) or _new_lead(number, line)
    if lead is None:
        raise NotOurs
    at = min(told.stamps.values(), default=clock.now_ms())
    is_first = told.first == told.contact
    direction, agent = "out" if told.is_ours and is_first else "in", line.agent_called(told.agent) if is_first else None
    call = Call.new(told.first, lead.id, direction=direction, way="connect", agent=agent, centre=lead.centre, at=at)
    with where_condition_holds():
        call.save(condition=Call.pk.does_not_exist())
    return _begun_with(Call.known(call.person_id, call.id), told)


def _lead_of(number: str) -> Lead | None:
    """What somebody of this number most likely calls about: an open request before a closed one, then the newest."""
    found = [lead for person in known.known_by_phone(number) for lead in opened.leads_of(person) if lead.state != "erased"]
    return max(found, key=lambda lead: (lead.state not in Lead.CLOSED, lead.opened_at), default=None)


def _new_lead(number: str, line: Line) -> Lead | None:
    """Somebody we do not know called: a person, and their request through the form that the company chose for that. It waits for no mail,
    since they called us themselves.
    """
    edition = _edition(line.inbound_form_id)
    if edition is None:
        log.info("no_form_for_calls")
        return None
    request = _request(edition, number)
    wish = Request(edition.form_id, int(edition.number), line.inbound_centre_id or edition.routes.only, edition.language, None, (), digest(request))
    try:
        with transaction() as tx:
            person = contacts.register(tx, {"phone": number}, request, language=edition.language)
            lead = leads.open(tx, person, 1, wish)
    except TransactWriteError as error:
        found = _lead_of(number)  # the other event of the same call was quicker
        if found is None:
            raise NotFound from error
        return found
    return lead


def _edition(form_id: str | None) -> Edition | None:
    try:
        return forms.current(form_id) if form_id else None
    except DomainError:  # closed since it was chosen
        return None


def _request(edition: Edition, number: str) -> dict[str, Any]:
    proof = {"at": clock.now_ms(), "address": "", "browser": "", "page": "", "text": "", "referrer": ""}
    return {
        "form": edition.form_id, "edition": int(edition.number), "language": edition.language, "answers": {"phone": number}, "proof": proof,
        "nonce": ids.secret(NONCE_SIZE),
    }  # fmt: skip


def _keep_what_was_said(call: Call, told: Told) -> None:
    turns = [Turn.heard(one, told.contact) for one in connect.transcript(told.instance, told.contact)]
    person = known.kept(call.person_id)
    if turns and person:
        with suppress(AlreadyDone):
            Call.known(call.person_id, call.id).keep_transcript(told.contact, turns, person.cipher)
