"""What persons were heard to say in calls that Contact Lens transcribed. Their words are opened to be read, and kept nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from chalicelib.contacts import queries as contacts
from chalicelib.foundation import clock
from chalicelib.foundation.records import key
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.scoring.models.labels import Label
from chalicelib.telephony import queries as telephony
from chalicelib.telephony.queries import PERSON, Call

LONGEST = timedelta(hours=5)
"""A transcript comes when its call is over, and the log has it by when it began."""
AT_ONCE = 25
MOST_READ = 2000
"""Characters: how a conversation ends says what came of it."""


def since(moment: int, until: int) -> Iterator[tuple[Call, Lead, str]]:
    """Each call that nobody has read yet, with its lead and the person's words. Whoever is erased has none any more."""
    found = telephony.transcribed(clock.to_ms(clock.from_ms(moment) - LONGEST), until)
    while some := list(islice(found, AT_ONCE)):
        read = Label.are_read([(call.person_id, call.id) for call in some])
        yield from _opened([call for call in some if (call.person_id, call.id) not in read])


def _opened(calls: list[Call]) -> Iterator[tuple[Call, Lead, str]]:
    ciphers = {person.id: person.cipher for person in contacts.persons(call.person_id for call in calls).values() if person.salt}
    about = leads.hydrated({(key("P", call.person_id), f"L#{call.lead_id.partition('.')[2]}") for call in calls})
    known = {lead.id: lead for lead in about.values()}
    for call in calls:
        if call.person_id in ciphers and call.lead_id in known:
            turns = call.read_transcript(ciphers[call.person_id])
            yield call, known[call.lead_id], ". ".join(turn.text for turn in turns if turn.by == PERSON)[-MOST_READ:]
