from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.contacts import queries as contacts
from chalicelib.foundation import clock
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.records import MainRecord
from chalicelib.identity import queries as identity
from chalicelib.telephony import shapes
from chalicelib.telephony.models import LIVE_MS, NOBODY, Call, Line, live_key, log_key

__all__ = ["Call", "Line", "OnTheLine", "in_log", "line", "live", "of_lead", "rows"]

MOST_SHOWN = 200
MOST_LOOKED_AT = 5000


@dataclass(frozen=True)
class OnTheLine:
    """Somebody of a centre who has a call: asked for, ringing or talking. `since` in milliseconds."""

    agent_id: str
    since: int


@dataclass(frozen=True)
class Logged:
    """`is_whole`: false where there are more than are shown."""

    calls: list[Call]
    is_whole: bool


def line() -> Line:
    """How the company calls."""
    return Line.here()


def of_lead(lead_id: str, person_id: str) -> list[Call]:
    """The calls about one request, newest first."""
    return [call for call in Call.of_person(person_id) if call.lead_id == lead_id]


def live(centre_id: str | None) -> list[OnTheLine]:
    """Who of a centre is on the line, for the wall: one small query, and no call is read."""
    now = clock.now_ms()
    found = MainRecord.work.query(live_key(centre_id), MainRecord.ws > clock.sortable(now - max(LIVE_MS.values())))
    parts = [item.ws.split("#") for item in found]
    return [OnTheLine(agent, int(at, 16)) for at, agent, way in parts if agent != NOBODY and now - int(at, 16) < LIVE_MS[way]]


def in_log(caller: Caller, span: tuple[datetime, datetime], *, centre_id: str | None, agent_id: str | None) -> Logged:
    """The calls of a span that the caller may see, newest first."""
    after, before = (clock.sortable(clock.to_ms(moment)) for moment in span)
    places = [
        (item.dv, item.pk, item.sk)
        for centre in _centres(caller, centre_id)
        for item in MainRecord.day.query(
            log_key(centre),
            MainRecord.dv.between(after, before),
            scan_index_forward=False, limit=MOST_LOOKED_AT,
        )
        if agent_id is None or item.dv.rpartition("#")[2] == agent_id
    ]  # fmt: skip
    shown = sorted(places, reverse=True)[:MOST_SHOWN]
    calls = {(call.pk, call.sk): call for call in Call.batch_get([(pk, sk) for _, pk, sk in shown])}
    found = [calls[pk, sk] for _, pk, sk in shown if (pk, sk) in calls]
    return Logged([call for call in found if caller.may_reach("leads.read", centre=call.centre, owner=call.agent)], len(shown) == len(places))


def _centres(caller: Caller, centre_id: str | None) -> Sequence[str | None]:
    known = [None, *(one.id for one in identity.centres())] if caller.reach("leads.read") == "all" else [caller.centre]
    return [one for one in known if centre_id in {None, one}]


def rows(calls: list[Call]) -> list[shapes.CallRow]:
    """With the names of persons and agents, each read at once for all."""
    persons = contacts.display_names({call.person_id for call in calls}) if calls else {}
    agents = identity.names({call.agent for call in calls if call.agent})
    return [
        shapes.call_row(call, person=persons.get(call.person_id, ""), agent_name=agents.get(call.agent) if call.agent else None) for call in calls
    ]
