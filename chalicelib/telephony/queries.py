from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.contacts import queries as contacts
from chalicelib.foundation import clock
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.records import MainRecord
from chalicelib.identity import queries as identity
from chalicelib.telephony import shapes
from chalicelib.telephony.models import END_UNKNOWN, LIVE_MS, Call, Line, agents_in, live_key, log_key
from chalicelib.telephony.turns import PERSON, Turn

__all__ = ["END_UNKNOWN", "PERSON", "Call", "Line", "OnTheLine", "in_log", "line", "live", "of_lead", "rows", "transcribed", "transcript"]

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
    return [OnTheLine(agent, int(at, 16)) for at, agents, way in parts if now - int(at, 16) < LIVE_MS[way] for agent in agents_in(agents)]


def in_log(caller: Caller, span: tuple[datetime, datetime], *, centre_id: str | None, agent_id: str | None) -> Logged:
    """The calls of a span that the caller may see, newest first."""
    after, before = (clock.sortable(clock.to_ms(moment)) for moment in span)
    # Before they are counted off: else the calls of others would push an agent's own out of the log.
    wanted = {agent_id, caller.id if caller.reach("leads.read") == "own" else None} - {None}
    places = [
        (item.dv, item.pk, item.sk)
        for centre in _centres(caller, centre_id)
        for item in MainRecord.day.query(
            log_key(centre),
            MainRecord.dv.between(after, before),
            scan_index_forward=False, limit=MOST_LOOKED_AT,
        )
        if wanted.issubset(agents_in(item.dv.rpartition("#")[2]))
    ]  # fmt: skip
    shown = sorted(places, reverse=True)[:MOST_SHOWN]
    calls = {(call.pk, call.sk): call for call in Call.batch_get([(pk, sk) for _, pk, sk in shown])}
    found = [calls[pk, sk] for _, pk, sk in shown if (pk, sk) in calls]
    return Logged([call for call in found if _may_see(caller, call)], len(shown) == len(places))


def _may_see(caller: Caller, call: Call) -> bool:
    """Whoever had the person on the line knows of it."""
    return any(caller.may_reach("leads.read", centre=call.centre, owner=agent) for agent in call.agents or (None,))


def _centres(caller: Caller, centre_id: str | None) -> Sequence[str | None]:
    known = _all_centres() if caller.reach("leads.read") == "all" else [caller.centre]
    return [one for one in known if centre_id in {None, one}]


def transcript(call: Call, turns: Sequence[Turn]) -> shapes.Transcript:
    return shapes.transcript(call, turns, identity.names(set(call.agents)))


def transcribed(after: int, before: int) -> Iterator[Call]:
    """The calls of the company that began between two moments (ms) and of which words are kept."""
    for centre in _all_centres():
        listed = MainRecord.day.query(log_key(centre), MainRecord.dv.between(clock.sortable(after), clock.sortable(before)))
        yield from (call for call in Call.batch_get([(item.pk, item.sk) for item in listed]) if call.sealed)


def _all_centres() -> list[str | None]:
    """With those calls whose lead has no centre."""
    return [None, *(one.id for one in identity.centres())]


def rows(calls: list[Call]) -> list[shapes.CallRow]:
    """With the names of persons and agents, each read at once for all."""
    persons = contacts.display_names({call.person_id for call in calls}) if calls else {}
    agents = identity.names({agent for call in calls for agent in call.agents})
    return [shapes.call_row(call, person=persons.get(call.person_id, ""), agents=agents) for call in calls]
