from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from chalicelib.contacts import queries as contacts
from chalicelib.contacts.queries import Person
from chalicelib.foundation import clock, cursors, ids
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import BadRequest, NotFound
from chalicelib.foundation.facts import as_named_today
from chalicelib.foundation.records import MainRecord, TraceRecord, key
from chalicelib.identity import queries as identity
from chalicelib.leads.models.claims import Claim
from chalicelib.leads.models.flows import Flow
from chalicelib.leads.models.gated import LinkLapsed
from chalicelib.leads.models.leads import EmailNotConfirmed, Lead
from chalicelib.leads.models.places import NO_CENTRE, agent_key, day_key, lead_key, pool_key

__all__ = ["NO_CENTRE", "Claim", "EmailNotConfirmed", "Flow", "Lead", "LinkLapsed"]

DAYS_A_REQUEST = 31
TIMELINE_LENGTH = 200
BATCH = 100
GLANCED_AT = 10
LAST = "~"
FINISHED = frozenset({"confirmed", "rejected", "unreachable"})

Wanted = Callable[[Lead], bool]
Chosen = Callable[[list[Lead]], set[str]]


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


def seen(places: Iterable[tuple[str, int]], caller: Caller) -> list[Lead]:
    """Those of these leads, by person and number, that the caller may read."""
    found = hydrated([lead_key(*place) for place in places]).values()
    return [one for one in found if one.state != "erased" and caller.may_reach("leads.read", centre=one.centre, owner=one.agent)]


def leads_of(person_id: str) -> list[Lead]:
    """All requests of one person, oldest first."""
    found: list[Lead] = list(Lead.query(key("P", person_id), Lead.sk.startswith("L#"), consistent_read=True))
    return sorted(found, key=lambda one: one.number)


def newest(
    wanted: Wanted, *, limit: int, cursor: str | None, ends: float | None = None, among: Chosen | None = None, first: date | None = None
) -> tuple[list[Lead], str | None]:
    """Leads of the tenant from the newest back, day by day, as far as `limit` of them are wanted.

    `among`: asked for each hundred which of them are wanted, where their persons must be read to know. `first`: the day before which none is.

    A request looks through a month at most, and no longer than until `ends` (of the monotonic clock): a page may be short, even empty, and still
    have a cursor. None: that was the first day.
    """
    day, before = _position(cursor)
    found: list[Lead] = []
    first = max(_first_day(), first or date.min)
    for _ in range(DAYS_A_REQUEST):
        if day < first:
            return found, None
        for one, is_wanted in _looked_at(_of_day(day, before), wanted, among):
            if is_wanted:
                found.append(one)
            if len(found) == limit or (ends is not None and time.monotonic() > ends):
                return found, cursors.encode([day.isoformat(), one.dv])
        day, before = day - timedelta(days=1), LAST
    return found, cursors.encode([day.isoformat(), LAST])


def _looked_at(leads: Iterator[Lead], wanted: Wanted, among: Chosen | None) -> Iterator[tuple[Lead, bool]]:
    if among is None:
        yield from ((one, wanted(one)) for one in leads)
        return
    while block := list(islice(leads, BATCH)):
        chosen = among([one for one in block if wanted(one)])
        yield from ((one, one.id in chosen) for one in block)


def _of_day(day: date, before: str) -> Iterator[Lead]:
    """The leads of a day that were opened before a position in it, newest first, read a hundred at a time."""
    keys = MainRecord.day.query(day_key(f"{day:%Y%m%d}"), MainRecord.dv < before, scan_index_forward=False)
    while places := [(item.pk, item.sk) for item in islice(keys, BATCH)]:
        leads = hydrated(places)
        yield from (leads[place] for place in places if place in leads)


def _position(cursor: str | None) -> tuple[date, str]:
    if cursor is None:
        return clock.now().date(), LAST
    try:
        day, before = cursors.decode(cursor)
        return date.fromisoformat(day), before if isinstance(before, str) and before else LAST
    except (TypeError, ValueError) as error:
        raise BadRequest(reason="cursor") from error


def reached(cursor: str) -> date:
    """The day (of UTC) that a list has come to, which may not be looked through whole."""
    return _position(cursor)[0]


def _first_day() -> date:
    return clock.from_ms(identity.tenant().created_at).date()


def stage_of(lead: Lead) -> Literal["none", "in_progress", "finished"]:
    """How far the centre has come with it: closed, begun, or not."""
    if lead.state in FINISHED:
        return "finished"
    return "none" if lead.contacted_at is None else "in_progress"


def in_hand(agent_id: str) -> list[Lead]:
    """An agent's open leads in working order."""
    keys = [(item.pk, item.sk) for item in MainRecord.work.query(agent_key(agent_id))]
    leads = hydrated(keys)
    mine = [leads[place] for place in keys if place in leads and leads[place].is_open_with(agent_id)]
    return sorted(mine, key=lambda lead: lead.working_order)


def waiting(centre_id: str, *, limit: int) -> list[Lead]:
    """The oldest leads in a centre's pool."""
    keys = [(item.pk, item.sk) for item in MainRecord.work.query(pool_key(centre_id), limit=limit)]
    leads = hydrated(keys)
    return [leads[place] for place in keys if place in leads and leads[place].state == "ready"]


def on_offer(centre_id: str, *, limit: int, also: str | None = None) -> tuple[list[Lead], set[str]]:
    """The oldest leads in a centre's pool, and the ids of those whose number nobody calls: their persons are read with them, in one go.

    `also`: one that the pool's index may not show yet.
    """
    keys = [(item.pk, item.sk) for item in MainRecord.work.query(pool_key(centre_id), limit=limit)]
    unseen = _place(also) if also else None
    is_new = unseen is not None and unseen not in keys
    places = [*keys, unseen] if unseen and is_new else keys
    if not places:
        return [], set()
    persons = {contacts.place(pk.rpartition("#")[2]) for pk, _ in places}
    read = {(one.pk, one.sk): one for one in MainRecord.batch_get([*places, *sorted(persons)], consistent_read=is_new)}
    leads = [one for place in places if isinstance(one := read.get(place), Lead)]
    row = [one for one in leads if one.state == "ready" and one.centre == centre_id]
    return row, _not_called(row, {one.id: one for one in read.values() if isinstance(one, Person)})


def not_called(found: Collection[Lead]) -> set[str]:
    """The ids of those among some leads whose number nobody of the company calls."""
    return _not_called(found, contacts.persons(one.person_id for one in found)) if found else set()


def _not_called(found: Iterable[Lead], persons: Mapping[str, Person]) -> set[str]:
    blocked = contacts.not_called((persons[one.person_id], one.number) for one in found if one.person_id in persons)
    return {ids.lead_id(*place) for place in blocked}


def _place(lead_id: str) -> tuple[str, str] | None:
    place = ids.lead_key(lead_id)
    return lead_key(*place) if place else None


def oldest_waiting(centre_id: str) -> Lead | None:
    """Who waits longest in a centre's pool; who was promised a call stands before them in it."""
    return min(waiting(centre_id, limit=GLANCED_AT), key=lambda lead: lead.ready_since, default=None)


def without_centre(form_id: str, *, limit: int) -> list[Lead]:
    """The oldest leads of a form that wait for a centre."""
    keys = [(item.pk, item.sk) for item in MainRecord.work.query(pool_key(NO_CENTRE), MainRecord.ws.startswith(f"{form_id}#"), limit=limit)]
    leads = hydrated(keys)
    return [leads[place] for place in keys if place in leads and leads[place].awaits_centre]


def forms_waiting() -> Iterator[str]:
    """Forms of which leads wait for a centre: one small read for each, and one where there are none."""
    last = ""
    while found := list(MainRecord.work.query(pool_key(NO_CENTRE), MainRecord.ws > f"{last}$" if last else None, limit=1)):
        last = found[0].ws.partition("#")[0]
        yield last


def count_without_centre(form_id: str) -> int:
    return int(MainRecord.work.count(pool_key(NO_CENTRE), MainRecord.ws.startswith(f"{form_id}#")))


def still_with(centre_id: str, lead_ids: Iterable[str]) -> set[str]:
    """Which of these leads the centre has, and has not closed."""
    places = [lead_key(*place) for lead_id in lead_ids if (place := ids.lead_key(lead_id))]
    return {lead.id for lead in Lead.batch_get(places, consistent_read=True) if lead.centre == centre_id and lead.state not in Lead.CLOSED}


def some(lead_ids: Iterable[str]) -> list[Lead]:
    """Those of these leads that there are, a hundred a round trip."""
    return list(hydrated(lead_key(*place) for lead_id in lead_ids if (place := ids.lead_key(lead_id))).values())


def count_waiting(centre_id: str) -> int:
    return int(MainRecord.work.count(pool_key(centre_id)))


def hydrated(places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Lead]:
    """The whole leads behind keys read from an index, a hundred a round trip."""
    return {(one.pk, one.sk): one for one in Lead.batch_get(list(places))}


def timeline(found: Lead) -> list[TraceRecord]:
    """What happened to the lead and its person, newest first."""
    rows = list(TraceRecord.query(key("P", found.person_id), scan_index_forward=False, limit=TIMELINE_LENGTH))
    for row in rows:
        row.data = as_named_today(row.t, row.data)
    return [row for row in rows if row.data.get("lead_id", found.id) == found.id]


def happened(person_id: str, since: int) -> list[TraceRecord]:
    """What the history tells of a person since a moment (ms), oldest first."""
    rows = list(TraceRecord.query(key("P", person_id), TraceRecord.sk > clock.sortable(since)))
    for row in rows:
        row.data = as_named_today(row.t, row.data)
    return rows


def claim_on(lead_id: str) -> Claim | None:
    """Who has the lead open now."""
    held: Claim | None = Claim.find(*Claim.on(lead_id), consistent=True)
    return held if held and held.until >= clock.now_ms() else None


def name_of(user_id: str) -> str:
    return identity.names({user_id}).get(user_id, "")


def flow(centre_id: str) -> Flow:
    """What the agents of a centre have on their screen."""
    return Flow.of(centre_id)


def flow_for(centre_id: str, caller: Caller, verb: str) -> Flow:
    """Raises `NotFound` for a centre that the verb does not reach."""
    if not caller.may_reach(verb, centre=centre_id, owner=None):
        raise NotFound
    identity.centre(centre_id)
    return flow(centre_id)
