"""Leads found by what their persons are called. Each sees only what they may: that is decided here, once the leads are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.contacts import queries as contacts
from chalicelib.contacts.search.index import forget, index
from chalicelib.contacts.search.look import Match, look, read, says_enough
from chalicelib.foundation.caller import Caller
from chalicelib.identity import queries as identity
from chalicelib.leads import queries
from chalicelib.leads.models.leads import Lead
from chalicelib.leads.models.places import lead_key

__all__ = ["Hit", "find", "refresh", "says_enough"]

A_ROUND = 33
"""Persons who are read by one call, each with the first two leads: few have more."""
AT_FIRST = range(1, 3)


@dataclass(frozen=True)
class Hit:
    """`name`: what the person is called."""

    lead: Lead
    match: Match
    name: str


def find(text: str, caller: Caller, *, limit: int) -> tuple[list[Hit], bool]:
    """Leads of the persons whom the text fits, the best first, then the newest; and whether there are more than these.

    Of many persons only as many are read as it takes.
    """
    found = look(text, identity.tenant().country)
    hits: list[Hit] = []
    left = list(found.matches)
    while left and len(hits) <= limit:
        now, left = left[:A_ROUND], left[A_ROUND:]
        hits += [hit for hit in _hits(now) if _is_seen(hit.lead, caller)]
    hits.sort(key=lambda hit: (-hit.match.worth, -hit.lead.opened_at))
    return hits[:limit], found.more or bool(left) or len(hits) > limit


def refresh(person_id: str) -> bool:
    """Make the tokens of a person what they should be, and answer whether they are found: one of their leads may be called.

    A repeat changes nothing.
    """
    is_found = any(lead.may_be_called and lead.state != "erased" for lead in queries.leads_of(person_id))
    if is_found:
        index(person_id)
    else:
        forget(person_id)
    return is_found


def _is_seen(lead: Lead, caller: Caller) -> bool:
    return lead.state != "erased" and caller.may_reach("leads.read", centre=lead.centre, owner=lead.agent)


def _hits(matches: list[Match]) -> Iterator[Hit]:
    by_person = {match.person_id: match for match in matches}
    persons, items = read(list(by_person), [lead_key("", number)[1] for number in AT_FIRST])
    others = [lead_key(one.id, number) for one in persons.values() for number in range(AT_FIRST.stop, int(one.requests) + 1)]
    leads = [item for item in items if isinstance(item, Lead)] + (list(queries.hydrated(others).values()) if others else [])
    names = {person_id: contacts.display_name(person.read()) for person_id, person in persons.items()}
    for lead in leads:
        if lead.person_id in names:
            yield Hit(lead, by_person[lead.person_id], names[lead.person_id])
