"""Leads as lists show them: with the names of persons, forms and agents, tags, the last note, and the answers that their centre wishes to see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.activities import queries as activities
from chalicelib.contacts import queries as contacts
from chalicelib.forms import queries as forms
from chalicelib.foundation import clock
from chalicelib.foundation.asked import language
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Flow, Lead
from chalicelib.leads.shapes import Extra, LastNote, LeadRow, lead_row

SHOWN_OF_A_NOTE = 160


def rows(found: Sequence[Lead], flow: Flow | None = None) -> list[LeadRow]:
    """Everything that many of them need is read at once for all. `flow`: what a centre of theirs wishes, where that is known already."""
    persons = contacts.persons(lead.person_id for lead in found)
    notes = activities.notes((lead.person_id, lead.last_note) for lead in found if lead.last_note and lead.person_id in persons)
    names = identity.names({lead.agent for lead in found if lead.agent} | {_user(note.author) for note in notes.values()})
    form_names = forms.names() if found else {}
    flows = {flow.centre_id: flow} if flow else {}
    wished = {centre: (flows.get(centre) or leads.flow(centre)).fields for centre in {lead.centre for lead in found if lead.centre}}

    def row(lead: Lead) -> LeadRow:
        person = persons.get(lead.person_id)
        details = person.read() if person else {}
        note = notes.get(lead.last_note) if person and lead.last_note else None
        return lead_row(
            lead,
            name=contacts.display_name(details),
            form_name=form_names.get(lead.form, ""),
            agent_name=names.get(lead.agent) if lead.agent else None,
            tags=sorted(person.tags or ()) if person else [],
            last_note=_last(note, note.read(person.cipher), names) if note and person else None,
            extras=_extras(lead, details, wished.get(lead.centre or "", ())),
        )

    return [row(lead) for lead in found]


def _last(note: activities.Note, text: str, names: dict[str, str]) -> LastNote:
    flat = " ".join(text.split())
    shown = flat if len(flat) <= SHOWN_OF_A_NOTE else flat[: SHOWN_OF_A_NOTE - 1].rstrip() + "…"
    return LastNote(text=shown, at=clock.iso(int(note.at)), by=names.get(_user(note.author)))


def _user(actor: str) -> str:
    return actor.partition(":")[2]


def _extras(lead: Lead, details: dict[str, Any], wished: Sequence[str]) -> list[Extra]:
    if not wished or not details:
        return []
    answers = contacts.answers(details, lead.number)
    edition = forms.edition(lead.form, int(lead.form_version))
    fields = {field.name: field for field in edition.fields} if edition else {}
    return [
        Extra(label=fields[name].label if name in fields else name, value=forms.in_words(answers[name], fields.get(name), language()))
        for name in wished
        if answers.get(name) not in {None, ""}
    ]
