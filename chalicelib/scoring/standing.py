"""How warm a lead is now, and what lists keep of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chalicelib.contacts import queries as contacts
from chalicelib.forms.queries import PHONE_CONSENT
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.scoring import warmth
from chalicelib.scoring.models.labels import Label, LeadLabel, Read
from chalicelib.scoring.warmth import Said


def measured(lead: Lead, said: Iterable[Said]) -> warmth.Warmth:
    details = contacts.details(lead.person_id)
    agreed = bool(contacts.answers(details, lead.number).get(PHONE_CONSENT))
    return warmth.of(lead, leads.timeline(lead), list(said), requests=len(details["requests"]), phone_agreed=agreed)


def said(labels: Iterable[Label]) -> dict[str, Said]:
    """By note, or by call."""
    return {one.note_id: Said(one.label, int(one.at), is_heard=bool(one.is_heard)) for one in labels}


def keep(lead: Lead, reads: Iterable[Read]) -> None:
    """Before the labels themselves are: who is cut off between the two reads again, and lists are right."""
    _keep(lead, {one.note_id: Said(one.label, one.at, is_heard=one.is_heard) for one in reads})


def corrected(lead: Lead, label: Label) -> None:
    _keep(lead, said([label]))


def _keep(lead: Lead, news: Mapping[str, Said]) -> None:
    known = said(one for one in Label.of_person(lead.person_id) if one.lead_id == lead.id) | dict(news)
    note_id, latest = max(known.items(), key=lambda one: (one[1].at, one[0]))
    LeadLabel.keep(lead.person_id, lead.number, note_id, latest.label, latest.at, measured(lead, known.values()).score)
