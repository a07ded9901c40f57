"""What owners, managers and agents have on the screen of the distribution."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from zlib import crc32

from chalicelib.distribution import shapes
from chalicelib.distribution.actions import DRAINED_AT_ONCE, room_of
from chalicelib.distribution.choice import Room
from chalicelib.distribution.models.closures import Closure
from chalicelib.distribution.models.handovers import Handover
from chalicelib.distribution.models.seats import Ruled, Seat, SeatDay, read_centre, unpacked
from chalicelib.distribution.pulling import Next
from chalicelib.distribution.queries import zone_of
from chalicelib.forms import queries as forms
from chalicelib.foundation import clock
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotFound
from chalicelib.identity import queries as identity
from chalicelib.identity.shapes import Centre
from chalicelib.leads import queries as leads
from chalicelib.leads.shapes import moment

LOOKED_AT = 50


def next_lead(found: Next, caller: Caller) -> shapes.NextLead:
    waiting = leads.count_waiting(caller.centre) if caller.centre else 0
    by = found.overtaken_by
    return shapes.NextLead(
        lead_id=found.lead.id if found.lead else None,
        source=found.source,
        waiting=waiting,
        overtaken_by=identity.names({by}).get(by) if by else None,
    )


def presence(seat: Seat | None) -> shapes.Presence:
    if seat is None:
        return shapes.Presence(present=None, pauses=[])
    rules, _ = read_centre(seat.centre_id)
    return shapes.Presence(present=seat.present, reason=seat.pause, since=moment(seat.since), pauses=rules.pauses)


def distribution(centre: Centre) -> shapes.Distribution:
    ruled, room = Ruled.of(centre.id), room_of(centre)
    row = leads.waiting(centre.id, limit=LOOKED_AT)
    return shapes.Distribution(
        method=centre.method, rules=ruled.read, version=int(ruled.version), is_open=centre.is_open, waiting=leads.count_waiting(centre.id),
        oldest=moment(row[0].ready_since) if row else None, reasons=_reasons(row, room),
    )  # fmt: skip


def _reasons(row: Sequence[leads.Lead], room: Room) -> list[shapes.WaitingFor]:
    """What each waits for: where agents are there with room, they lack what the lead asks; else it is what most agents lack."""
    not_called = leads.not_called(row[:DRAINED_AT_ONCE])
    counted = Counter(("do_not_call", "") if lead.id in not_called else _reason(lead, room) for lead in row)
    return [shapes.WaitingFor.model_validate({"reason": why, "detail": detail, "count": count}) for (why, detail), count in counted.most_common()]


def _reason(lead: leads.Lead, room: Room) -> tuple[str, str]:
    if not room.is_open:
        return "closed", ""
    whys = Counter(room.why_not(seat, room.wish_of(lead)) or "turn" for seat in room.seats)
    lacking = [why for why in whys if why.startswith(("language:", "skills:"))]
    code, _, detail = ("turn" if "turn" in whys else lacking[0] if lacking else next(iter(whys), "away")).partition(":")
    return code, detail if code in {"language", "skills"} else ""


def seats(centre: Centre) -> shapes.SeatList:
    room = room_of(centre)
    ordered = sorted(room.seats, key=lambda seat: (not seat.present, seat.load))
    names = identity.names({seat.agent_id for seat in ordered})
    return shapes.SeatList(items=[_seat(seat, room, names) for seat in ordered])


def seat(centre: Centre, agent_id: str) -> shapes.Seat:
    room = room_of(centre)
    found = next((one for one in room.seats if one.agent_id == agent_id), None)
    if found is None:
        raise NotFound
    return _seat(found, room, identity.names({agent_id}))


def _seat(seat: Seat, room: Room, names: dict[str, str]) -> shapes.Seat:
    return shapes.Seat(
        agent_id=seat.agent_id, name=names.get(seat.agent_id, ""), present=seat.present, pause=seat.pause, since=moment(seat.since),
        held=seat.load, capacity=int(seat.capacity), today=seat.today(room.day), daily_cap=int(seat.daily_cap) if seat.daily_cap else None,
        languages=sorted(seat.languages or ()), skills=sorted(seat.skills or ()), weight=float(seat.weight), part=round(room.weight(seat), 2),
        closed=round(seat.closed), won=round(seat.won), why_not=room.why_none(seat),
    )  # fmt: skip


def handovers(centre_id: str) -> shapes.HandoverList:
    return shapes.HandoverList(items=[handover(one) for one in Handover.of_centre(centre_id)])


def handover(one: Handover) -> shapes.Handover:
    names = identity.names({one.agent, *([one.to] if one.to else [])})
    return shapes.Handover(
        id=one.id, state=one.state, from_agent_id=one.agent, from_name=names.get(one.agent, ""), to_agent_id=one.to,
        to_name=names.get(one.to, "") if one.to else None, total=int(one.total), left=int(one.left), asked_at=clock.iso(int(one.asked_at)),
        done_at=moment(one.done_at),
    )  # fmt: skip


def closure(centre: Centre) -> shapes.Closure:
    """What closing it would move, or has moved."""
    found = Closure.of(centre.id)
    people = identity.everybody()
    held = sum(lead.centre == centre.id for user in people for lead in leads.in_hand(user.id))
    asker = found.asked_by.partition(":")[2] if found else ""
    return shapes.Closure(
        state=found.state if found else "open",
        to_centre_id=found.to if found else None,
        to_name=next((one.name for one in identity.centres() if found and one.id == found.to), None),
        people=found.people if found else None,
        total=int(found.total) if found else 0,
        left=int(found.left) if found else 0,
        waiting=leads.count_waiting(centre.id),
        held=held,
        members=sum(user.centre_id == centre.id and user.state != "disabled" for user in people),
        forms=forms.naming(centre.id),
        asked_at=moment(found.asked_at) if found else None,
        asked_by=identity.names({asker}).get(asker) if asker else None,
        ended_at=moment(found.ended_at) if found else None,
    )


def fairness(centre: Centre, days: int) -> shapes.Fairness:
    """What each agent got by turn on the last so many days, beside what was due to them."""
    today = clock.now().astimezone(zone_of(centre)).date()
    since = f"{today - timedelta(days=days - 1):%Y%m%d}"
    roster = Seat.roster(centre.id)
    rows: list[Seat | SeatDay] = [*SeatDay.since(centre.id, since), *(one for one in roster if one.counted_on and one.counted_on >= since)]
    got, due = Counter[tuple[str, str]](), Counter[int]()
    for row in rows:
        for how in ("given", "drawn", "handed"):
            got[row.agent_id, how] += int(getattr(row, how))
        for agent, part in unpacked(row.dues).items():
            due[agent] += part  # type: ignore[assignment]  # counted in parts of a lead
    agents = {row.agent_id for row in rows} | {one.agent_id for one in roster}
    names = identity.names(agents)
    items = [
        shapes.Fair(
            agent_id=agent, name=names.get(agent, ""), received=got[agent, "given"], due=round(float(due[crc32(agent.encode())]), 1),
            drawn=got[agent, "drawn"], handed=got[agent, "handed"],
        )
        for agent in agents
    ]  # fmt: skip
    items.sort(key=lambda one: (-one.received, one.name))
    return shapes.Fairness(since=f"{today - timedelta(days=days - 1):%Y-%m-%d}", until=f"{today:%Y-%m-%d}", items=items)
