"""What people answer by text: whose words they are, what they stop, and where they stand."""

from __future__ import annotations

from contextlib import suppress

from chalicelib.activities import actions as activities
from chalicelib.campaigns.facts import LeadAnswered
from chalicelib.campaigns.models.plans import Plan
from chalicelib.campaigns.models.pursuits import Pursuit
from chalicelib.contacts import queries as contacts
from chalicelib.foundation import keys, tenancy
from chalicelib.foundation.errors import AlreadyDone, NotFound
from chalicelib.foundation.log import count, log
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.messaging import heard, lines
from chalicelib.messaging.heard import Heard, owner, texts_in

MOST_SHARING = 20
"""Of those who share a number, as many are looked at."""


def hear(body: str) -> None:
    """What a notice of End User Messaging tells, each text inside the company whose number it was sent to. Raises `NobodysNumber`."""
    for text in texts_in(body):
        company = owner(text)
        with tenancy.inside(company, by="visitor"), log.about(tenant=company):
            take(text)


def take(text: Heard) -> None:
    """Keep what somebody wrote with their request, and let their plans rest. Told again, late or in another order, it changes nothing more."""
    if text.refuses:
        lines.stop_texts(text.channel, text.number)
        count("TextsStopped")
    heard.open_window(text)
    lead = _lead_of(text)
    if lead is None:
        count("TextFromNobody")
        heard.keep(text)
        return
    if _is_kept(lead, text):
        count("TextAnswered")
    _rest(lead, text)


def _lead_of(text: Heard) -> Lead | None:
    """The request that we last wrote to this number about; else an open one before a closed one, then the newest. As it was decided first."""
    known = heard.taken(text)
    if known is not None:
        return _there(known)
    found = _newest(text)
    return _there(heard.take(text, found.id if found else ""))


def _there(lead_id: str) -> Lead | None:
    with suppress(NotFound):
        lead = leads.fresh(lead_id) if lead_id else None
        return lead if lead and lead.state != "erased" and contacts.kept(lead.person_id) else None
    return None


def _newest(text: Heard) -> Lead | None:
    sharing = contacts.known_by_phone(text.number)[:MOST_SHARING]
    found = [lead for person in sharing for lead in leads.leads_of(person) if lead.state != "erased"]
    about = heard.about(text)
    return max(found, key=lambda lead: (lead.id == about, lead.state not in Lead.CLOSED, lead.opened_at), default=None)


def _is_kept(lead: Lead, text: Heard) -> bool:
    """Sealed as notes are, with the fact of it in the same write. Its name is made from the text's: however often it is told, it is kept once."""
    name = keys.of(tenancy.tenant()).blind("text", text.id)
    fact = LeadAnswered(
        lead.id, lead.form, lead.state, text.channel, name, refuses=text.refuses, centre_id=lead.centre, agent_id=lead.agent,
    )  # fmt: skip
    _, is_new = activities.keep_said(name, lead.person_id, contacts.person(lead.person_id).cipher, lead.id, text.words, fact)
    return is_new


def _rest(lead: Lead, text: Heard) -> None:
    """What began after they wrote goes on: they did not answer that. What somebody sends by hand is theirs to stop."""
    for one in leads.leads_of(lead.person_id):
        for pursuit in Pursuit.of_lead(one.id):
            if not pursuit.goes_on or pursuit.is_by_hand or pursuit.began_at > text.at:
                continue
            plan = Plan.named(pursuit.plan_id)
            if text.refuses or (plan and plan.ends_with_answer):
                with suppress(AlreadyDone):
                    pursuit.stop("opted_out" if text.refuses else "answered")
