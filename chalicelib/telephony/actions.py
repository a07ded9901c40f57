from __future__ import annotations

from contextlib import suppress

from pynamodb.exceptions import TransactWriteError

from chalicelib.contacts import queries as contacts
from chalicelib.forms import queries as forms
from chalicelib.foundation import config, tenancy
from chalicelib.foundation.asked import language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, AnswersRefused, Conflict, FieldError, NotFound, VersionLapsed
from chalicelib.foundation.records import transaction, where_condition_holds
from chalicelib.identity import queries as identity
from chalicelib.leads import actions as leads
from chalicelib.leads.queries import Lead
from chalicelib.telephony import connect, queries, recordings
from chalicelib.telephony.connect import CallNotDialled, Dial, InstanceNotYours, TelephoneSilent
from chalicelib.telephony.models import Call, Contact, Dialling, Line
from chalicelib.telephony.shapes import LineDraft
from chalicelib.telephony.turns import Turn

__all__ = ["CallNotDialled", "TelephoneSilent"]


class CallUnderWay(Conflict):
    fr = "{name} est déjà en ligne avec cette personne, ou l'appelle."
    en = "{name} is on the line with this person already, or is calling them."


class NotOnConnect(Conflict):
    fr = "Votre compte n'est relié à aucun utilisateur Amazon Connect : demandez-le à votre administrateur, ou appelez à la main."
    en = "Your account is linked to no Amazon Connect user: ask your administrator, or call by hand."


class StillTalking(Conflict):
    fr = "Vous êtes déjà en ligne. Raccrochez avant d'appeler quelqu'un d'autre."
    en = "You are on the line already. Hang up before you call somebody else."


class NotRecorded(Conflict):
    fr = "Cet appel n'a pas d'enregistrement, ou pas encore : Amazon Connect le livre quelques minutes après l'appel."
    en = "This call has no recording, or not yet: Amazon Connect delivers it some minutes after the call."


class NotTranscribed(Conflict):
    fr = "Cet appel n'a pas de transcription : Contact Lens ne l'a pas écouté, ou l'appel n'est pas terminé."
    en = "This call has no transcript: Contact Lens did not listen, or the call goes on."


class RecordingElsewhere(Conflict):
    fr = "L'enregistrement est hors de portée : réglez le dépôt des enregistrements de l'instance sur le préfixe {prefix} (voir la documentation)."
    en = "The recording is out of reach: set the instance's recording storage to the prefix {prefix} (see the documentation)."


def place(lead: Lead, number: str, key: str, way: str | None, caller: Caller) -> Call:
    """Call the person of a lead. Whether they may be called now is decided upstairs.

    `key` is the call's name: asked again with it, by whatever retry, the telephone rings once. The first call takes the lead in hand, in the same
    write. `way`: as the company calls, or by ``hand``.

    Raises `CallUnderWay`, `StillTalking`, `NotOnConnect`, `CallNotDialled`, `TelephoneSilent`.
    """
    line = Line.here()
    if way == "hand" or not line.is_connect:
        return _begun(lead, key, "hand", caller)
    if line.connects_as(caller.id) is None:
        raise NotOnConnect
    call = _begun(lead, key, "connect", caller)
    return call if call.contact or call.state == "ended" else _dialled(call, line, number)


def _begun(lead: Lead, key: str, way: str, caller: Caller) -> Call:
    with suppress(NotFound):
        return _asked_before(lead, key, caller)
    _expect_free(lead.person_id, caller)
    call = Call.new(key, lead.id, direction="out", way=way, agent=caller.id, centre=lead.centre)
    try:
        with transaction() as tx:
            tx.save(call, condition=Call.pk.does_not_exist())
            Dialling.take(tx, lead.person_id, key, caller.id)
            leads.take_in_hand(tx, lead, caller)
    except TransactWriteError as error:
        return _begun_by_another(lead, key, caller, error)
    return call


def _asked_before(lead: Lead, key: str, caller: Caller) -> Call:
    """The caller's own call about this lead. Raises `NotFound`, and `Conflict` for one that others made, or about another request of the person."""
    call = Call.known(lead.person_id, key)
    if call.lead_id != lead.id or caller.id not in call.agents:
        raise Conflict
    return call


def _begun_by_another(lead: Lead, key: str, caller: Caller, error: TransactWriteError) -> Call:
    """The same call, which came twice; else somebody who was quicker."""
    with suppress(NotFound):
        return _asked_before(lead, key, caller)
    held = Dialling.by(lead.person_id)
    if held:
        raise CallUnderWay(name=_name(held.agent)) from error
    raise Conflict from error


def _expect_free(person_id: str, caller: Caller) -> None:
    """One call at a time, for the person and for who calls."""
    with_them = next((call for call in Call.of_person(person_id) if call.is_live), None)
    if with_them:
        raise StillTalking if with_them.agent == caller.id else CallUnderWay(name=_name(with_them.agent))
    if any(one.agent_id == caller.id for one in queries.live(caller.centre)):
        raise StillTalking


def _name(agent_id: str | None) -> str:
    return identity.names({agent_id}).get(agent_id, "?") if agent_id else "?"


def _dialled(call: Call, line: Line, number: str) -> Call:
    given = {"company": tenancy.tenant(), "lead": call.lead_id, "call": call.id, "agent": line.connects_as(call.agent) or ""}
    asked = Dial(str(line.instance), str(line.flow), line.queue, line.number, number, f"{call.person_id}.{call.id}", given)
    try:
        contact = connect.dial(asked)
    except CallNotDialled:
        with suppress(AlreadyDone):
            call.refuse()
        raise
    name_contact(call, asked.instance, contact)
    return Call.known(call.person_id, call.id)


def name_contact(call: Call, instance: str, contact: str) -> None:
    """From now on what is told of the contact is told of this call. A repeat changes nothing."""
    with transaction() as tx:
        call.dialled(instance, contact, tx)
        tx.save(Contact.of(contact, call.lead_id, call.id))


def hang_up(lead: Lead, call_id: str, caller: Caller) -> Call:
    """End a call. By hand, whoever spoke says that it is over; of Connect it is asked, which tells when it is done. A repeat changes nothing."""
    call = _of_lead(lead, call_id)
    if caller.id not in call.agents and not caller.may_reach("leads.manage", centre=lead.centre, owner=None):
        raise NotFound
    with suppress(AlreadyDone):
        if call.way == "connect" and call.contact and call.state != "ended":
            _hang_up_on_connect(call)
        elif call.state != "ended":
            call.hang_up()
    Dialling.done(lead.person_id, call_id)
    return call


def _hang_up_on_connect(call: Call) -> None:
    """All that goes on of it. Where Connect knows of nothing that does, the news of its end got lost."""
    going_on = [leg.contact for leg in call.legs if leg.over_at is None]
    if not any([connect.hang_up(str(call.instance), contact) for contact in going_on]):  # noqa: C419 - each of them is to be ended
        call.presume_over()


def settle(draft: LineDraft, version: int | None) -> Line:
    """How the company calls from now on. Raises `InstanceUnknown`, `InstanceNotYours`, `VersionLapsed`."""
    settings = draft.model_dump()
    if draft.way == "connect":
        found = connect.instance(str(draft.instance))
        if found.company != tenancy.tenant():
            raise InstanceNotYours(tag=connect.TAG, company=tenancy.tenant())
        settings["panel_url"] = f"{found.panel_url.rstrip('/')}/ccp-v2" if found.panel_url else None
    _check_references(draft)
    line = Line.here()
    with where_condition_holds(otherwise=VersionLapsed):
        line.settle(settings, version)
    return Line.here()


def _check_references(draft: LineDraft) -> None:
    """What names somebody or something of ours must be there: all at once, by field."""
    known = set(identity.names(set(draft.agents)))
    wrong = [_unknown(f"agents.{one}") for one in draft.agents if one not in known]
    if draft.inbound_centre_id and draft.inbound_centre_id not in {centre.id for centre in identity.centres()}:
        wrong.append(_unknown("inbound_centre_id"))
    if draft.inbound_form_id and draft.inbound_form_id not in forms.names():
        wrong.append(_unknown("inbound_form_id"))
    if wrong:
        raise AnswersRefused(errors=tuple(wrong))


def _unknown(field: str) -> FieldError:
    said = {"fr": "Inconnu : choisissez dans la liste.", "en": "Unknown: choose from the list."}
    return FieldError(field, "unknown", said[language()])


def open_recording(lead: Lead, call_id: str, leg_id: str | None = None) -> str:
    """The address from which the caller's browser hears the call, for five minutes. Told in the history of the lead.

    `leg_id`: the part of it, where it was handed on; left out, the first.

    Raises `NotFound`, `NotRecorded`, `RecordingElsewhere`, `TelephoneSilent`.
    """
    call = _of_lead(lead, call_id)
    if leg_id and leg_id not in {leg.contact for leg in call.legs}:
        raise NotFound
    kept = connect.recording(str(call.instance), leg_id or call.contact) if call.contact else None
    if kept is None:
        raise NotRecorded
    bucket, name = kept
    if bucket != config.FILES_BUCKET or not name.startswith(recordings.prefix()):
        raise RecordingElsewhere(prefix=recordings.prefix())
    address = recordings.address(name)
    call.open_recording()
    return address


def open_transcript(lead: Lead, call_id: str) -> tuple[Call, list[Turn]]:
    """What was said, in words. Told in the history of the lead, before anybody reads them. Raises `NotFound`, `NotTranscribed`."""
    call = _of_lead(lead, call_id)
    person = contacts.kept(lead.person_id)
    if call.sealed is None or person is None:
        raise NotTranscribed
    turns = call.read_transcript(person.cipher)
    call.open_transcript()
    return call, turns


def _of_lead(lead: Lead, call_id: str) -> Call:
    call = Call.known(lead.person_id, call_id)
    if call.lead_id != lead.id:
        raise NotFound
    return call
