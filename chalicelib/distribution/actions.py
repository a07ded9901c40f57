"""Giving leads to agents, by turn or by a manager's hand, and keeping their seats right. What owners set up stands in `management`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.distribution import queries
from chalicelib.distribution.choice import MINUTE_MS, Room, Wish, time_of
from chalicelib.distribution.models.backlogs import Backlog
from chalicelib.distribution.models.seats import HEARD_WITHIN_MS, Seat, read_centre, seat_key
from chalicelib.distribution.rules import ABSENT, OFFLINE
from chalicelib.foundation import clock
from chalicelib.foundation.asked import language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotFound, refused
from chalicelib.foundation.records import failed_condition, transaction
from chalicelib.foundation.states import TRIES
from chalicelib.identity import queries as identity
from chalicelib.identity.shapes import Centre
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import NO_CENTRE, Lead
from chalicelib.routing import actions as routing


class CentreNotChosen(Conflict):
    fr = "Ce lead n'a pas encore de centre : il attend le premier qui peut le prendre."
    en = "This lead has no centre yet: it waits for the first that can take it."


DRAINED_AT_ONCE, LOOKED_AT, GLANCED_AT = 50, 400, 5
NAMED_IN_TURN, NAMED_PASSED_OVER = 4, 8


def route(form_id: str, lead_id: str) -> None:
    """Leads of a form that are ready get their centre, and with it their queue. Those that no centre can take are noted as a backlog of nobody's."""
    if routing.route(form_id, lead_id):
        Backlog.note(NO_CENTRE)


def route_waiting() -> bool:
    """Look again at every lead that waits for a centre. Answers whether some still do."""
    waits = routing.route_waiting()
    if waits:
        Backlog.note(NO_CENTRE)
    return waits


def revisit_unrouted() -> None:
    """Look again at them, since it was noted that there are some."""
    backlog = Backlog.of(NO_CENTRE)
    if backlog and not (identity.is_open() and route_waiting()):
        backlog.clear()


def drain(centre_id: str, lead_id: str | None = None) -> None:
    """Give waiting leads to agents, the oldest first. `lead_id`: one that the pool's index may not show yet.

    Leads that nobody can take stay in the pool, and the pool is noted as a backlog. A lead that was taken meanwhile is passed over, so
    repeats are harmless.
    """
    _dealt(centre_id, lead_id)


def revisit(centre_id: str) -> int | None:
    """Drain a backlog, and answer since when (ms) the oldest lead in it waits; None when nobody does."""
    backlog = Backlog.of(centre_id)
    waited, left = _dealt(centre_id) if identity.is_open() else (False, None)
    if backlog and not waited:
        backlog.clear()
    return left.ready_since if left else None


def _dealt(centre_id: str, lead_id: str | None = None) -> tuple[bool, Lead | None]:
    """Whether somebody stood in the row, and the oldest whom nobody could take. Where agents help themselves, or a manager does it, that is the
    oldest of all. One whose number nobody calls stays, and is looked at again as long as it does, but nobody is late with it.
    """
    centre = identity.centre(centre_id)
    if centre.successor_id:
        return _pass_on(centre, lead_id), None
    is_dealt_out = centre.method == "push"
    row, not_called = leads.on_offer(centre_id, limit=DRAINED_AT_ONCE if is_dealt_out else GLANCED_AT, also=lead_id)
    left = _left_over(row, not_called, room_of(centre)) if row and is_dealt_out else row
    if left:
        Backlog.note(centre_id)
    return bool(row), min((lead for lead in left if lead.id not in not_called), key=lambda lead: lead.ready_since, default=None)


def _pass_on(centre: Centre, lead_id: str | None) -> bool:
    from chalicelib.distribution import closing  # noqa: PLC0415 - few centres are ever closed, and a start needs not know of it

    waits = closing.pass_on(centre, lead_id)
    if waits:
        Backlog.note(centre.id)
    return waits


def bring_along(centre_id: str, lead_id: str) -> None:
    """A lead of a centre that is closed, taken up again, goes with its agent. Of any other: nothing."""
    centre = identity.centre(centre_id)
    if centre.successor_id:
        from chalicelib.distribution import closing  # noqa: PLC0415 - as above

        closing.bring_along(centre, lead_id)


def room_of(centre: Centre) -> Room:
    """The centre as it is this instant."""
    rules, seats = read_centre(centre.id)
    return Room(rules, seats, queries.day_of(centre), is_open=centre.is_open or not rules.only_when_open, hours=centre.hours)


def _left_over(row: list[Lead], not_called: set[str], room: Room) -> list[Lead]:
    """Give what can be given: first who was promised a call, then whom the fewest can take, of those the oldest. Answers who is left."""
    if not room.somebody_can:
        return row
    wishes = {lead.id: room.wish_of(lead) for lead in row if lead.id not in not_called}
    able = {lead_id: len(room.able(wish)) for lead_id, wish in wishes.items()}
    ordered = sorted((lead for lead in row if lead.id in wishes), key=lambda lead: (not lead.carries_wish, able[lead.id]))
    given = {lead.id for lead in ordered if room.somebody_can and _give_in_turn(lead, room, wishes[lead.id])}
    left = [lead for lead in row if lead.id not in given]
    if left and len(row) >= DRAINED_AT_ONCE:
        _look_behind(row, room)
    return left


def _look_behind(row: list[Lead], room: Room) -> None:
    """Behind leads that nobody can take there may be some that somebody can: they do not wait for the others."""
    seen = {lead.id for lead in row}
    for lead in leads.waiting(str(row[0].centre), limit=LOOKED_AT):
        if lead.id in seen:
            continue
        if not room.somebody_can:
            return
        wish = room.wish_of(lead)
        if room.able(wish, lead) and not leads.not_called([lead]):
            _give_in_turn(lead, room, wish)


def give(lead_id: str) -> bool:
    """Give one lead to the next in turn and leave all others where they wait. False: nobody can take it, or it is gone."""
    lead = leads.fresh(lead_id)
    if lead.state != "ready" or not lead.centre or leads.not_called([lead]):
        return False
    centre = identity.centre(lead.centre)
    room = room_of(centre)
    return centre.method == "push" and not centre.successor_id and room.is_open and _give_in_turn(lead, room, room.wish_of(lead))


def _give_in_turn(lead: Lead, room: Room, wish: Wish) -> bool:
    """Try the agents in turn until the database agrees. False: nobody can take it."""

    def give_to(seat: Seat, why: dict[str, Any], tx: TransactWrite) -> None:
        lead.assign(seat.agent_id, tx=tx, method="push", answer_by=room.answer_by, **why)

    return in_turn(lead, room, wish, give_to)


def in_turn(lead: Lead, room: Room, wish: Wish, give_to: Callable[[Seat, dict[str, Any], TransactWrite], None]) -> bool:
    """Let the next in turn take the lead, by whichever verb. False: nobody can. A lead that is gone meanwhile counts as taken."""
    state, centre = lead.state, str(lead.centre)
    for _ in range(TRIES):
        able = room.able(wish, lead)
        if not able:
            return False
        chosen = able[0]
        try:
            with transaction() as tx:
                give_to(chosen, reason(room, wish, able), tx)
                chosen.take_turn(lead.id, tx, room.turn_of(chosen, able))
        except (AlreadyDone, Conflict):
            return True
        except TransactWriteError:
            lead.refresh(consistent_read=True)
            if lead.state != state:
                return True
            room.seats[:] = Seat.roster(centre)
        else:
            chosen.refresh(consistent_read=True)
            return True
    raise Conflict


def reason(room: Room, wish: Wish, able: list[Seat]) -> dict[str, Any]:
    """Why the first of those who can gets it, as `LeadAssigned` tells it."""
    named = able[:NAMED_IN_TURN]
    unable = [f"{seat.agent_id}:{why}" for seat in room.seats if (why := room.why_not(seat, wish))]
    speaks = able[0].languages
    relaxed = wish.relaxed + (("language",) if speaks and wish.language and wish.language not in speaks else ())
    return {
        "in_turn": tuple(seat.agent_id for seat in named),
        "loads": tuple(f"{seat.load}/{int(seat.capacity)}" for seat in named),
        "passed_over": tuple(unable[:NAMED_PASSED_OVER]),
        "language": wish.language if speaks else None,
        "relaxed": relaxed,
    }


def settle(centre_id: str, agent_id: str, lead_id: str, *, closed_as: str | None = None) -> None:
    """Make an agent's seat agree with the lead as it stands now, whatever was said of it: facts come late, twice and in any order.

    What was closed counts once, with the place that it frees; one that is taken up again (it was `closed_as`) counts no more. The lead is looked at
    again afterwards: who changed it meanwhile may have been done with the seat before us. For somebody without a seat: nothing.
    """
    try:
        seat = Seat.known(centre_id, agent_id)
    except NotFound:
        return
    lead = leads.fresh(lead_id)
    for _ in range(TRIES):
        seen = lead.version
        held = lead.is_open_with(agent_id)
        closed, won = _counted(closed_as, -1) if held else _counted(lead.state if lead.agent == agent_id else None, 1)
        seat.hold(lead_id, held=held, closed=closed, won=won)
        lead = leads.fresh(lead_id)
        if lead.version == seen:
            return
        seat = Seat.known(centre_id, agent_id)
    raise Conflict


def _counted(state: str | None, by: int) -> tuple[int, int]:
    return (by, by * (state == "confirmed")) if state in {"confirmed", "rejected", "unreachable"} else (0, 0)


def assign(lead_id: str, agent_id: str, caller: Caller) -> Lead:
    """A manager gives a lead to an agent of its centre, whatever their turn, load or languages; the history tells what was not asked for."""
    lead = leads.visible(lead_id, caller, "leads.manage")
    if not lead.centre:
        raise CentreNotChosen
    seat = Seat.known(lead.centre, agent_id)
    expect_let_in(agent_id, "agent_id")
    if lead.agent == agent_id and lead.state == "assigned":
        raise AlreadyDone
    speaks = seat.languages
    relaxed = ("language",) if speaks and lead.language and lead.language not in speaks else ()
    try:
        with transaction() as tx:
            before = lead.agent
            lead.assign(agent_id, tx=tx, method="manual", language=lead.language if relaxed else None, relaxed=relaxed)
            seat.take(lead.id, tx, queries.day_of(identity.centre(lead.centre)), "handed")
            if before and before != agent_id:
                free(tx, lead.centre, before, lead.id)
    except TransactWriteError as error:
        raise Conflict from error
    return leads.fresh(lead_id)


def expect_let_in(agent_id: str, field: str) -> None:
    """Refuses, by the `field`, somebody whose account is shut: nobody would ever look at what they are given."""
    with suppress(NotFound):
        if identity.user(agent_id).state == "disabled":
            fr, en = "Ce compte est désactivé : choisissez quelqu'un d'autre.", "This account is disabled: choose somebody else."
            raise refused(field, "shut_out", fr, en, language())


def release(lead_id: str, caller: Caller) -> None:
    """Back to the pool, and the place is free; the wire gives the lead to the next in turn."""
    _release(leads.visible(lead_id, caller, "leads.manage"), "manager")


def _release(lead: Lead, why: str, reason: str | None = None) -> None:
    try:
        with transaction() as tx:
            holder = lead.agent
            lead.release(why, tx, reason)
            if holder:
                free(tx, str(lead.centre), holder, lead.id)
    except TransactWriteError as error:
        raise Conflict from error


def free(tx: TransactWrite, centre_id: str, agent_id: str, lead_id: str) -> None:
    """Of somebody's seat; who has none there (any more) has nothing to free."""
    found = Seat.find(*seat_key(centre_id, agent_id), consistent=True)
    if found:
        found.let_go(lead_id, tx)


def seat(centre_id: str, agent_id: str) -> None:
    """A new agent joins the distribution, at the turn of those who are there."""
    rules, roster = read_centre(centre_id)
    newcomer = Seat.new(centre_id, agent_id, turn=time_of(roster), rules=rules)
    try:
        newcomer.save(condition=Seat.pk.does_not_exist())
    except PutError as error:
        if failed_condition(error):
            raise AlreadyDone from error
        raise


def set_presence(caller: Caller, *, present: bool, reason: str | None = None) -> Seat:
    """The caller takes leads, or pauses for a reason of their centre's. Said twice changes nothing."""
    mine = Seat.known(caller.centre or "-", caller.id)
    if not present and reason is not None:
        _check_pause(mine.centre_id, reason)
    if mine.present == present and (present or mine.pause == reason):
        return mine
    if present:
        mine.come_back(time_of(Seat.roster(mine.centre_id)))
    else:
        mine.go_away(reason)
    return mine


def _check_pause(centre_id: str, reason: str) -> None:
    rules, _ = read_centre(centre_id)
    if reason not in {pause.id for pause in rules.pauses}:
        raise refused(
            "reason",
            "unknown",
            "Ce motif n'est pas (ou plus) dans la liste du centre.",
            "This reason is not on the centre's list (any more).",
            language(),
        )


def arrive(centre_id: str, agent_id: str) -> None:
    """Somebody has signed in: who was only offline takes leads again, and from now on it is seen whether they are there. A pause stays a pause."""
    seat = Seat.find(*seat_key(centre_id, agent_id), consistent=True)
    if seat and not seat.present and seat.pause == OFFLINE:
        seat.come_back(time_of(Seat.roster(centre_id)))
    elif seat and seat.present:
        seat.listen(clock.now_ms() + HEARD_WITHIN_MS)


def leave(centre_id: str, agent_id: str) -> None:
    """Somebody has logged out: they take no new leads. What they hold stays held, and is taken back as the centre's rules say."""
    seat = Seat.find(*seat_key(centre_id, agent_id), consistent=True)
    last = identity.last_renewal(agent_id)
    if seat and seat.present and (last is None or clock.now_ms() - last >= HEARD_WITHIN_MS):
        seat.go_away(OFFLINE)


def ask_whether_there(seat: Seat) -> None:
    """The time has come to see whether an agent who is present still is: their console has renewed its access lately, on some device."""
    last = identity.last_renewal(seat.agent_id)
    until = (last or 0) + HEARD_WITHIN_MS
    if seat.present and until > clock.now_ms():
        seat.listen(until)
    elif seat.present:
        seat.go_away(OFFLINE)


def hand_on(centre_id: str, lead_id: str) -> None:
    """An agent missed a call that was promised: some time later, where the centre wants it so, it is anyone's. The time is of opening hours."""
    rules, _ = read_centre(centre_id)
    lead = leads.fresh(lead_id)
    if rules.hand_on_after is None or lead.state != "callback" or not lead.is_missed or lead.handed_on_at:
        return
    centre, promised = identity.centre(centre_id), int(lead.callback_at or 0)
    until = centre.hours.after(clock.from_ms(promised), rules.hand_on_after) if centre.hours and rules.only_when_open else None
    lead.hand_on(clock.to_ms(until) if until else promised + rules.hand_on_after * MINUTE_MS)


def let_time_go_by(centre_id: str, agent_id: str) -> None:
    """Whoever let a lead's time go by is probably not there: they take no more until they say that they are, where the centre wants it so."""
    rules, seats = read_centre(centre_id)
    mine = next((one for one in seats if one.agent_id == agent_id), None)
    if mine and mine.present and rules.pause_on_timeout:
        mine.go_away(ABSENT)
