"""Which notes were written, found by who did what on which day; nothing is written down for it when a note is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from heapq import merge
from itertools import groupby, islice
from typing import NamedTuple

from chalicelib.activities import queries as activities
from chalicelib.contacts import queries as contacts
from chalicelib.foundation import clock, facts
from chalicelib.foundation.records import TraceRecord, key
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.scoring.models.labels import Label

BATCH = 100
PAGE = 100
SEEN_WITHIN = timedelta(hours=2)
"""A stamp of who was seen may be an hour old, and a session a little older."""


@dataclass(frozen=True)
class Written:
    """A note that somebody wrote: where it stands, and when."""

    person_id: str
    note_id: str
    lead_id: str
    author: str
    at: int


class _Line(NamedTuple):
    """A fact of the history, by when it was told."""

    at: int
    pk: str
    sk: str
    user: str


@dataclass(frozen=True)
class Note:
    """It, with its words and whose lead it is about."""

    written: Written
    lead: Lead
    text: str


def telling_of_notes() -> frozenset[str]:
    """The facts that name a note, as its writing or together with an outcome."""
    return frozenset(name for name, fact in facts.FACTS.items() if "note_id" in fact.__dataclass_fields__)


def written_since(moment: int, until: int) -> Iterator[tuple[int, list[Written]]]:
    """What the people of the company wrote, from the oldest, a page at a time: up to when that goes (ms), and the notes in order.

    Read as it is asked for: whoever asks for no other page reads no more of the day than the first lines of each person's.
    """
    seen = clock.iso(clock.to_ms(clock.from_ms(moment) - SEEN_WITHIN))
    staff = identity.at_work_since(seen)
    for day in _days(moment, until):
        ends = clock.to_ms(datetime.combine(day, datetime.max.time(), UTC))
        lines = merge(*(_lines(user, day, moment) for user in staff))
        while some := list(islice(lines, PAGE)):
            yield some[-1].at, sorted(_written(some), key=lambda one: (one.at, one.note_id))
        yield min(ends, until), []


def unread(written: Sequence[Written]) -> list[Written]:
    """Those that have no label yet; a note that two facts name is one."""
    once = list({(one.person_id, one.note_id): one for one in written}.items())
    read = {place for start in range(0, len(once), BATCH) for place in Label.are_read([place for place, _ in once[start : start + BATCH]])}
    return [one for place, one in once if place not in read]


def opened(written: Sequence[Written]) -> list[Note]:
    """With their words. Whoever is erased has none any more."""
    ciphers = {person.id: person.cipher for person in contacts.persons(one.person_id for one in written).values() if person.salt}
    found = leads.hydrated({(key("P", one.person_id), f"L#{one.lead_id.partition('.')[2]}") for one in written})
    about = {lead.id: lead for lead in found.values()}
    return [
        Note(one, about[one.lead_id], kept.read(ciphers[one.person_id]))
        for one in written
        if one.person_id in ciphers and one.lead_id in about and (kept := activities.note(one.person_id, one.note_id))
    ]


def _days(moment: int, until: int) -> Iterator[date]:
    day, last = clock.from_ms(moment).date(), clock.from_ms(until).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


def _lines(user: str, day: date, moment: int) -> Iterator[_Line]:
    """What one of them did that day and may be a note, in order."""
    telling = telling_of_notes()
    for row in TraceRecord.actor.query(key("Y", user, f"{day:%Y%m%d}"), TraceRecord.ay >= clock.sortable(moment), page_size=PAGE):
        if row.t in telling:
            yield _Line(int(row.ay, 16), row.pk, row.sk, user)


def _written(lines: list[_Line]) -> Iterator[Written]:
    users = {(line.pk, line.sk): line.user for line in lines}
    for person, some in groupby(sorted(users), key=lambda place: place[0]):
        wanted = [sk for _, sk in some]
        # One read for all that was written of a person in that time: the history is read by ranges only.
        for row in TraceRecord.query(person, TraceRecord.sk.between(wanted[0], wanted[-1])):
            if row.sk in wanted and (note_id := row.data.get("note_id")):
                yield Written(person.rpartition("#")[2], note_id, row.data["lead_id"], users[person, row.sk], int(row.at))
