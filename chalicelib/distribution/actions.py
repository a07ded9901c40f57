from __future__ import annotations

from pynamodb.exceptions import PutError, TransactWriteError

from chalicelib.distribution.models import Backlog, Seat
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotFound
from chalicelib.foundation.records import failed_condition, transaction
from chalicelib.foundation.states import TRIES
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import NO_CENTRE, Lead
from chalicelib.routing import actions as routing


class CentreNotChosen(Conflict):
    fr = "Ce lead n'a pas encore de centre : il attend le premier qui peut le prendre."
    en = "This lead has no centre yet: it waits for the first that can take it."


DRAINED_AT_ONCE, GLANCED_AT = 50, 5
NAMED_IN_REASON = 8


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
    row, left = _dealt(centre_id) if identity.is_open() else ([], [])
    if backlog and not row:
        backlog.clear()
    return left[0].ready_since if left else None


def _dealt(centre_id: str, lead_id: str | None = None) -> tuple[list[Lead], list[Lead]]:
    """Who stood in the row, and whom nobody could take. Where agents help themselves, or a manager does it, that is everybody."""
    is_dealt_out = identity.centre(centre_id).method == "push"
    row = _in_row(centre_id, lead_id, DRAINED_AT_ONCE if is_dealt_out else GLANCED_AT)
    left = _left_over(row, Seat.roster(centre_id)) if row and is_dealt_out else row
    if left:
        Backlog.note(centre_id)
    return row, left


def _left_over(row: list[Lead], roster: list[Seat]) -> list[Lead]:
    """Give what can be given."""
    for place, lead in enumerate(row):
        is_given = _somebody_can(roster) and _give_in_turn(lead, roster)
        if not (is_given or _somebody_can(roster)):
            return row[place:]
    return []


def _somebody_can(roster: list[Seat]) -> bool:
    return any(seat.why_not is None for seat in roster)


def give(lead_id: str) -> bool:
    """Give one lead to the next in turn and leave all others where they wait. False: nobody can take it, or it is gone."""
    lead = leads.fresh(lead_id)
    if lead.state != "ready" or identity.centre(lead.centre).method != "push":
        return False
    return _give_in_turn(lead, Seat.roster(lead.centre))


def _in_row(centre_id: str, lead_id: str | None, limit: int) -> list[Lead]:
    row = leads.waiting(centre_id, limit=limit)
    if lead_id and lead_id not in {lead.id for lead in row}:
        lead = leads.fresh(lead_id)
        if lead.state == "ready" and lead.centre == centre_id:
            row.append(lead)
    return row


def _give_in_turn(lead: Lead, roster: list[Seat]) -> bool:
    """Try the agents in turn until the database agrees. False: the lead is gone, or nobody is left."""
    for _ in range(TRIES):
        able = sorted((seat for seat in roster if seat.why_not is None), key=lambda seat: (seat.place, seat.agent_id))
        if not able:
            return False
        try:
            with transaction() as tx:
                lead.assign(able[0].agent_id, tx=tx, method="push", **_reason(able, roster))
                able[0].take(lead.id, tx, by_turn=True)
        except (AlreadyDone, Conflict):
            return False
        except TransactWriteError:
            lead = leads.fresh(lead.id)
            if lead.state != "ready":
                return False
            roster[:] = Seat.roster(lead.centre)
        else:
            able[0].refresh(consistent_read=True)
            return True
    raise Conflict


def _reason(able: list[Seat], roster: list[Seat]) -> dict[str, tuple[str, ...]]:
    unable = [f"{seat.agent_id}:{seat.why_not}" for seat in roster if seat.why_not]
    return {"in_turn": tuple(seat.agent_id for seat in able[:NAMED_IN_REASON]), "passed_over": tuple(unable[:NAMED_IN_REASON])}


def settle(centre_id: str, agent_id: str, lead_id: str) -> None:
    """Make an agent's seat agree with the lead as it stands now, whatever was said of it: facts come late, twice and in any order.

    The lead is looked at again afterwards: who changed it meanwhile may have been done with the seat before us. For somebody without
    a seat: nothing.
    """
    try:
        seat = Seat.known(centre_id, agent_id)
    except NotFound:
        return
    lead = leads.fresh(lead_id)
    for _ in range(TRIES):
        seen = lead.version
        seat.hold(lead_id, held=lead.is_open_with(agent_id))
        lead = leads.fresh(lead_id)
        if lead.version == seen:
            return
    raise Conflict


def assign(lead_id: str, agent_id: str, caller: Caller) -> Lead:
    """A manager gives a lead to an agent of its centre, whatever their turn or load."""
    lead = leads.visible(lead_id, caller, "leads.manage")
    if not lead.centre:
        raise CentreNotChosen
    seat = Seat.known(lead.centre, agent_id)
    if lead.agent == agent_id and lead.state == "assigned":
        raise AlreadyDone
    try:
        with transaction() as tx:
            before = lead.agent
            lead.assign(agent_id, tx=tx, method="manual")
            seat.take(lead.id, tx, by_turn=False)
            if before and before != agent_id:
                Seat.known(lead.centre, before).let_go(lead.id, tx)
    except TransactWriteError as error:
        raise Conflict from error
    return leads.fresh(lead_id)


def release(lead_id: str, caller: Caller) -> None:
    """Back to the pool, and the place is free; the wire gives the lead to the next in turn."""
    lead = leads.visible(lead_id, caller, "leads.manage")
    try:
        with transaction() as tx:
            holder = lead.agent
            lead.release("manager", tx)
            if holder:
                Seat.known(lead.centre, holder).let_go(lead.id, tx)
    except TransactWriteError as error:
        raise Conflict from error


def seat(centre_id: str, agent_id: str) -> None:
    """A new agent joins the distribution, at the turn of those who are there."""
    newcomer = Seat.new(centre_id, agent_id, turn=_turn_of(Seat.roster(centre_id)))
    try:
        newcomer.save(condition=Seat.pk.does_not_exist())
    except PutError as error:
        if failed_condition(error):
            raise AlreadyDone from error
        raise


def stand_down(centre_id: str, agent_id: str) -> None:
    """Whoever is shut out takes no new leads; let in again, they say themselves that they are here. Without a seat: nothing.

    What they hold stays held, until a manager gives it to somebody else.
    """
    try:
        seat = Seat.known(centre_id, agent_id)
    except NotFound:
        return
    if seat.present and identity.user(agent_id).state == "disabled":
        seat.go_away()


def set_presence(caller: Caller, *, present: bool) -> bool:
    """The caller takes leads, or pauses. Said twice changes nothing."""
    mine = Seat.known(caller.centre or "-", caller.id)
    if mine.present == present:
        return present
    if present:
        mine.come_back(_turn_of(Seat.roster(mine.centre_id)))
    else:
        mine.go_away()
    return present


def _turn_of(roster: list[Seat]) -> float:
    return min((float(seat.turn) for seat in roster if seat.present), default=0.0)
