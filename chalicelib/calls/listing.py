"""Leads as lists: those that somebody asks for by what they are, and those that somebody looks for by a name."""

from __future__ import annotations

import time
from collections.abc import Callable

from chalicelib.calls import filters
from chalicelib.calls.rows import rows as in_full
from chalicelib.calls.workspace import rows
from chalicelib.foundation.caller import Caller
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.leads.shapes import LeadFound, LeadList, LeadQuery, LeadSearch, LeadsFound

PATIENCE = 4.0
"""Seconds that a list looks for what may be rare among thousands (an agent's own, a tag, a state): then it says how far it came."""


def listed(query: LeadQuery, caller: Caller) -> LeadList:
    """The leads that the caller may see and asks for, newest first."""
    among, ends = filters.among(query.tag_id, query.list_id, caller), time.monotonic() + PATIENCE
    found, cursor = leads.newest(wanted(query, caller), limit=query.limit, cursor=query.cursor, ends=ends, among=among)
    return LeadList(items=in_full(found), cursor=cursor)


def wanted(query: LeadQuery, caller: Caller) -> Callable[[Lead], bool]:
    """Whether a lead may be seen, and is as it is asked for, as far as the lead itself tells."""
    wants = {"state": query.state, "centre": query.centre_id, "form": query.form_id, "agent": query.agent_id}

    def fits(lead: Lead) -> bool:
        seen = caller.may_reach("leads.read", centre=lead.centre, owner=lead.agent) and lead.state != "erased"
        return (
            seen and query.stage in {None, leads.stage_of(lead)} and all(wish is None or getattr(lead, name) == wish for name, wish in wants.items())
        )

    return fits


def sought(query: LeadSearch, caller: Caller) -> LeadsFound:
    """The leads that the caller may see, of persons in whom the text is found."""
    from chalicelib.leads import search  # noqa: PLC0415 - few requests search

    hits, more = search.find(query.q, caller, limit=query.limit)
    found = rows([hit.lead for hit in hits], {hit.lead.person_id: hit.name for hit in hits})
    items = [LeadFound(**row.model_dump(), matched=list(hit.match.fields)) for row, hit in zip(found, hits, strict=True)]
    return LeadsFound(items=items, more=more)
