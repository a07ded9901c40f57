"""What a filter must read persons for: their tags, and the lists that they are on."""

from __future__ import annotations

from chalicelib.contacts import queries as contacts
from chalicelib.foundation.caller import Caller
from chalicelib.leads.queries import Chosen, Flow, Lead


def among(tag_id: str | None, list_id: str | None, caller: Caller) -> Chosen | None:
    """Asked for many leads at once, answers which of them have the tag and are on the list. None where neither is asked for."""
    if not tag_id and not list_id:
        return None

    def chosen(some: list[Lead]) -> set[str]:
        left = _tagged(tag_id, some) if tag_id else some
        return _listed(list_id, left, caller) if list_id else {lead.id for lead in left}

    return chosen


def wished(flow: Flow | None, some: list[Lead], caller: Caller) -> list[Lead]:
    """Such as a centre shows in its agents' queue: on any of its lists, or all where none that it named still stands."""
    named = flow.lists if flow and some else None
    if not named:
        return some
    from chalicelib.lists import queries as lists  # noqa: PLC0415 - few centres name any, and every start would read them

    standing = {one.id for one in lists.lists_for(caller)}.intersection(named)
    on_any = set[str]().union(*(lists.among(list_id, some, caller) for list_id in sorted(standing)))
    return [lead for lead in some if lead.id in on_any] if standing else some


def _tagged(tag_id: str, some: list[Lead]) -> list[Lead]:
    persons = contacts.tagged((lead.person_id for lead in some), tag_id)
    return [lead for lead in some if lead.person_id in persons]


def _listed(list_id: str, some: list[Lead], caller: Caller) -> set[str]:
    from chalicelib.lists import queries as lists  # noqa: PLC0415 - few requests filter by one, and every start would read them

    return lists.among(list_id, some, caller)
