"""What an agent has on the screen: rows of leads, and one lead whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from chalicelib.activities import queries as activities
from chalicelib.calls import actions, filters, shapes, timeline
from chalicelib.calls.others import others
from chalicelib.calls.reports import phone_of
from chalicelib.calls.rows import rows as in_full
from chalicelib.calls.script import script_of
from chalicelib.calls.source import CAMPAIGN, source_of
from chalicelib.contacts import queries as contacts
from chalicelib.contacts.actions import IDENTITY
from chalicelib.files import queries as files
from chalicelib.forms import queries as forms
from chalicelib.forms.queries import PHONE_CONSENT, Edition
from chalicelib.foundation import clock
from chalicelib.foundation.asked import language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.keys import Sealed
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.leads.shapes import Claim, LeadRow, lead_row, moment
from chalicelib.surveys import queries as surveys

if TYPE_CHECKING:
    from chalicelib.calls.permission import Permission


def rows(found: Sequence[Lead], persons: dict[str, str] | None = None) -> list[LeadRow]:
    """With the names of persons (where they are not known yet), forms and agents, each read at once for all."""
    if persons is None:
        persons = contacts.display_names(lead.person_id for lead in found)
    agents = identity.names({lead.agent for lead in found if lead.agent})
    form_names = forms.names() if found else {}
    return [
        lead_row(
            lead,
            name=persons.get(lead.person_id, ""),
            form_name=form_names.get(lead.form, ""),
            agent_name=agents.get(lead.agent) if lead.agent else None,
        )
        for lead in found
    ]


def queue(query: shapes.QueueQuery, caller: Caller) -> shapes.Queue:
    """Filters leave out, and change nothing of the order. Who waits in the pool is nobody's yet: they are counted whatever the filter."""
    waiting = leads.count_waiting(caller.centre) if caller.centre else 0
    held = [lead for lead in leads.in_hand(caller.id) if query.form_id in {None, lead.form}]
    flow = leads.flow(caller.centre) if caller.centre else None
    shown = held if query.everybody or query.list_id else filters.wished(flow, held, caller)
    among = filters.among(query.tag_id, query.list_id, caller)
    chosen = among(shown) if among and shown else None
    items = in_full([lead for lead in shown if chosen is None or lead.id in chosen], flow)
    return shapes.Queue(items=items, left_out=len(held) - len(shown), waiting=waiting)


def page(lead: Lead, caller: Caller) -> shapes.LeadPage:
    """One lead with its person, answers, consent and history. The phone stays hidden while no call is allowed."""
    from chalicelib.calls import permission  # noqa: PLC0415 - laws and holidays are for calls only, and every start would read them

    person = contacts.person(lead.person_id)
    details = person.read()
    request, answers = details["requests"][str(lead.number)], contacts.answers(details, lead.number)
    edition = forms.edition(lead.form, int(lead.form_version))
    row = in_full([lead])[0]
    consent = _consent(request, edition)
    given = permission.weighed(lead, details)
    hidden = _why_hidden(lead, consent, given)
    return shapes.LeadPage(
        **row.model_dump(),
        person=shapes.Person(
            first_name=details.get("first_name", ""), last_name=details.get("last_name", ""), email=details.get("email"),
            phone=None if hidden else phone_of(lead, details),
        ),
        permission=permission.shown(given),
        phone_hidden=hidden,
        answers=_answers(answers, edition),
        files=_files(lead, request, edition),
        consent=consent,
        source=source_of(request, answers),
        optin=_optin(lead) if lead.gated else None,
        reason=lead.reason,
        claim=_claim(lead.id, caller),
        reserved=lead.is_reserved,
        script=script_of(lead.form, details, identity.names({caller.id}).get(caller.id, "")) if lead.state in Lead.OPEN else "",
        **others(lead, caller),
        outcomes=_outcomes(lead, given) if caller.may_reach("leads.work", centre=lead.centre, owner=lead.agent) else [],
        timeline=_timeline(lead, person.cipher, _labels(edition) | {f"{timeline.OUTCOME}{one.code}": one.name for one in given.centre.outcomes}),
    )  # fmt: skip


def _labels(edition: Edition | None) -> dict[str, str]:
    """What the form calls its fields."""
    return {field.name: field.label for field in edition.fields} if edition else {}


def _timeline(lead: Lead, cipher: Sealed, labels: dict[str, str]) -> list[shapes.Entry]:
    rows = leads.timeline(lead)
    said = surveys.said_by(lead.person_id, cipher) if timeline.tells_of_surveys(rows) else {}
    labels |= contacts.tag_names() if timeline.tells_of_tags(rows) else {}
    labels |= _list_names() if timeline.tells_of_lists(rows) else {}
    return timeline.entries(rows, activities.notes_of(lead.person_id, cipher), said, labels)


def _list_names() -> dict[str, str]:
    from chalicelib.lists import queries as lists  # noqa: PLC0415 - few leads are on any, and every start would read them

    return lists.names()


def _why_hidden(lead: Lead, consent: shapes.Consent, given: Permission) -> Literal["email_not_confirmed", "not_agreed", "do_not_call"] | None:
    if not lead.may_be_called:
        return "email_not_confirmed"
    if any(one.code == "do_not_call" for one in given.obstacles):
        return "do_not_call"
    # Whoever was asked and did not tick may be written to, not called.
    return "not_agreed" if consent.phone and not consent.phone.given else None


def _outcomes(lead: Lead, given: Permission) -> list[shapes.OutcomeOffered]:
    choices, tries = actions.choices(lead, given.centre), lead.tries + 1
    opening = actions.opening(lead) if any(one.kind == "not_reached" for one in choices) else None
    return [
        shapes.OutcomeOffered(
            **one.model_dump(),
            next_try_at=_iso(actions.next_try(one, tries, given, opening)) if one.kind == "not_reached" else None,
            tries=lead.tries,
        )
        for one in choices
    ]


def _iso(at: datetime | None) -> str | None:
    return clock.iso(clock.to_ms(at)) if at else None


def _answers(answers: dict[str, Any], edition: Edition | None) -> list[shapes.AnswerGiven]:
    """What was answered beside the identity, the consent, the files and the campaign, which have places of their own, as the form calls it."""
    fields = {field.name: field for field in edition.fields} if edition else {}
    shown_elsewhere = set(IDENTITY) | {name for name, field in fields.items() if field.type in {"consent", "file"}}
    given = [(name, value) for name, value in answers.items() if name not in shown_elsewhere and not name.startswith(CAMPAIGN)]
    return [
        shapes.AnswerGiven(label=fields[name].label if name in fields else name, value=forms.in_words(value, fields.get(name), language()))
        for name, value in given
    ]


def _files(lead: Lead, request: dict[str, Any], edition: Edition | None) -> list[shapes.FileGiven]:
    labels = _labels(edition)
    sent = files.sent_with(lead.id, request)
    return [
        shapes.FileGiven.model_validate(
            {"id": one.id, "label": labels.get(one.field, one.field), "name": one.name, "kind": one.kind, "size": one.size, "state": one.state}
        )
        for one in sent
    ]


def _consent(request: dict[str, Any], edition: Edition | None) -> shapes.Consent:
    proof = request["proof"]
    edition = edition and edition.in_language(request.get("language", edition.language))
    wording = [field.label for field in edition.fields if field.type == "consent" and field.name != PHONE_CONSENT] if edition else []
    if edition and edition.consent_text:
        wording.append(edition.consent_text)
    # Where a partner showed another wording, that one is what the person read.
    return shapes.Consent(
        text=proof.get("text") or "\n".join(wording),
        form_version=int(request["edition"]),
        at=clock.iso(int(proof["at"])),
        ip=proof["address"],
        page=proof["page"],
        phone=_phone_consent(request, edition),
    )


def _phone_consent(request: dict[str, Any], edition: Edition | None) -> shapes.PhoneConsent | None:
    asked = edition.phone_consent if edition else None
    return shapes.PhoneConsent(text=asked["text"], given=bool(request["answers"].get(PHONE_CONSENT))) if asked else None


def _optin(lead: Lead) -> shapes.OptIn:
    return shapes.OptIn(
        mails=int(lead.mails),
        mailed_at=moment(lead.mailed_at),
        link_ends_at=moment(lead.link_ends_at),
        next_reminder_at=moment(lead.reminder_at) if lead.waits_for_click else None,
        unsubscribed_at=moment(lead.unsubscribed_at),
        visits=[
            shapes.Visits.model_validate({"kind": kind, "times": times, "first_at": clock.iso(first), "last_at": clock.iso(last)})
            for kind, times, first, last in lead.visited
        ],
    )


def _claim(lead_id: str, caller: Caller) -> Claim | None:
    held = leads.claim_on(lead_id)
    if held is None:
        return None
    return Claim(user_id=held.holder, name=leads.name_of(held.holder), until=clock.iso(int(held.until)), mine=held.holder == caller.id)
