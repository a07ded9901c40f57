from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from chalicelib.foundation import clock, cursors
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.records import MainRecord, TraceRecord, key
from chalicelib.identity import queries as identity
from chalicelib.leads.models import Claim, EmailNotConfirmed, Lead, LinkLapsed, agent_key, day_key, pool_key

__all__ = ["Claim", "EmailNotConfirmed", "Lead", "LinkLapsed"]

LISTED_DAYS = 400
TIMELINE_LENGTH = 200

Wanted = Callable[[Lead], bool]


def lead(lead_id: str) -> Lead:
    """For a task; a person's request goes through `visible`. Raises `NotFound`."""
    return Lead.known(lead_id)


def fresh(lead_id: str) -> Lead:
    """The lead as it is this instant, for whoever was told of a change just now."""
    return Lead.known(lead_id, consistent=True)


def visible(lead_id: str, caller: Caller, verb: str) -> Lead:
    """The lead, where the verb reaches it for this caller; else `NotFound`, as if there were none."""
    found = Lead.known(lead_id)
    if found.state == "erased" or not caller.may_reach(verb, centre=found.centre, owner=found.agent):
        raise NotFound
    return found


def leads_of(person_id: str) -> list[Lead]:
    """All requests of one person, oldest first."""
    found: list[Lead] = list(Lead.query(key("P", person_id), Lead.sk.startswith("L#"), consistent_read=True))
    return sorted(found, key=lambda one: one.number)


def newest(wanted: Wanted, *, limit: int, cursor: str | None) -> tuple[list[Lead], str | None]:
    """Leads of the tenant from the newest back, day by day, as far as `limit` of them are wanted."""
    start = cursors.decode(cursor) if cursor else [clock.now_ms(), "~"]
    found: list[Lead] = []
    for day, before in _days(start):
        condition = MainRecord.dv < before if before else None
        keys = list(MainRecord.day.query(day, condition, scan_index_forward=False))
        leads = hydrated((item.pk, item.sk) for item in keys)
        for item in keys:
            one = leads.get((item.pk, item.sk))
            if one is None or not wanted(one):
                continue
            found.append(one)
            if len(found) == limit:
                return found, cursors.encode([int(one.opened_at), item.dv])
    return found, None


def _days(start: list[Any]) -> Iterator[tuple[str, str | None]]:
    """The partition of each day, newest first; the first one only up to where the last page ended."""
    moment = clock.from_ms(start[0])
    for back in range(LISTED_DAYS):
        day = clock.to_ms(moment - timedelta(days=back))
        yield day_key(day), start[1] if back == 0 else None


def in_hand(agent_id: str) -> list[Lead]:
    """An agent's open leads in working order: never contacted, then callbacks by their time, then in progress."""
    keys = [(item.pk, item.sk) for item in MainRecord.work.query(agent_key(agent_id), MainRecord.ws < "9")]
    leads = hydrated(keys)
    return [leads[place] for place in keys if place in leads and leads[place].agent == agent_id]


def waiting(centre_id: str, *, limit: int) -> list[Lead]:
    """The oldest leads in a centre's pool."""
    keys = [(item.pk, item.sk) for item in MainRecord.work.query(pool_key(centre_id), limit=limit)]
    leads = hydrated(keys)
    return [leads[place] for place in keys if place in leads and leads[place].state == "ready"]


def count_waiting(centre_id: str) -> int:
    return int(MainRecord.work.count(pool_key(centre_id)))


def hydrated(places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Lead]:
    """The whole leads behind keys read from an index, a hundred a round trip."""
    return {(one.pk, one.sk): one for one in Lead.batch_get(list(places))}


def timeline(found: Lead) -> list[TraceRecord]:
    """What happened to the lead and its person, newest first."""
    rows = TraceRecord.query(key("P", found.person_id), scan_index_forward=False, limit=TIMELINE_LENGTH)
    return [row for row in rows if row.data.get("lead_id", found.id) == found.id]


def claim_on(lead_id: str) -> Claim | None:
    """Who has the lead open now."""
    held: Claim | None = Claim.find(*Claim.on(lead_id), consistent=True)
    return held if held and held.until >= clock.now_ms() else None


def name_of(user_id: str) -> str:
    return identity.names({user_id}).get(user_id, "")
