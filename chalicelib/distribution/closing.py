"""A centre is closed for good: its pool, what its agents hold and its people go elsewhere, part by part.

From the first moment on new leads go to the other centre (`routing`, and `pass_on` for those that still arrive here), so a part that is late finds
nothing but what was there. Each step may be repeated, and goes on where it was cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from pynamodb.exceptions import TransactWriteError

from chalicelib.distribution.actions import free
from chalicelib.distribution.choice import time_of
from chalicelib.distribution.models.closures import Closure
from chalicelib.distribution.models.seats import Seat, seat_key
from chalicelib.distribution.shapes import ClosureDraft
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotFound
from chalicelib.foundation.records import transaction
from chalicelib.identity import actions as identity_actions
from chalicelib.identity import queries as identity
from chalicelib.identity.shapes import Centre, User
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead

PART = 20
"""So many leads are moved at once: a part is done in a few seconds."""
POOL_AT_ONCE = 100


class ClosingAlready(Conflict):
    fr = "La fermeture est déjà en cours, ou terminée : arrêtez-la pour la reprendre autrement."
    en = "The closing is under way already, or done: stop it to go on in another way."


def ask(centre_id: str, draft: ClosureDraft, caller: Caller) -> None:
    """Begin to close a centre, or go on where it was stopped. Asked twice, it is begun once. Raises `ClosingAlready` for what is asked otherwise."""
    closed(centre_id, caller)
    closure = Closure.of(centre_id)
    if closure and closure.state != "stopped":
        if (closure.state, closure.to, closure.people) == ("working", draft.to_centre_id, draft.people):
            return
        raise ClosingAlready
    total = leads.count_waiting(centre_id) + sum(len(list(_held(centre_id, user.id))) for user in identity.everybody())
    try:
        with transaction() as tx:
            identity_actions.give_way(tx, centre_id, draft.to_centre_id)
            if closure:
                closure.resume(tx, to=draft.to_centre_id, people=draft.people, total=total)
            else:
                Closure.begin(centre_id, tx, to=draft.to_centre_id, people=draft.people, total=total)
    except TransactWriteError as error:
        raise Conflict from error


def stop(centre_id: str, caller: Caller) -> None:
    """The centre takes leads again. What has left it stays where it is. Raises `AlreadyDone` where nothing is under way."""
    closed(centre_id, caller)
    closure = Closure.of(centre_id)
    if closure is None or closure.state != "working":
        raise AlreadyDone
    try:
        with transaction() as tx:
            identity_actions.stand_again(tx, centre_id)
            closure.stop(tx)
    except TransactWriteError as error:
        raise Conflict from error


def closed(centre_id: str, caller: Caller) -> Centre:
    """A centre that the caller may close; else `NotFound`."""
    if not caller.may_reach("centres.write", centre=centre_id, owner=None):
        raise NotFound
    return identity.centre(centre_id)


def carry_on(centre_id: str) -> None:
    """Move the next part. Cut off anywhere, it goes on with what is still there."""
    closure = Closure.of(centre_id)
    if closure is None or closure.state != "working":
        return
    moved = 0
    for moved, _ in enumerate(_moves(closure), 1):
        if moved >= PART:
            break
    with suppress(AlreadyDone):
        if moved:
            closure.go_on(max(0, int(closure.left) - moved))
        elif _is_left(centre_id):
            raise Conflict  # Somebody changed it just now: it is looked at again.
        else:
            _end(closure)


def _is_left(centre_id: str) -> bool:
    return bool(_in_pool(centre_id)) or any(lead for user in identity.everybody() for lead in _held(centre_id, user.id))


def _moves(closure: Closure) -> Iterator[None]:
    """One at a time: each lead of the pool, then of each of its people, who leave when they hold nothing, then of those who are not of the centre."""
    centre_id, to = closure.centre_id, str(closure.to)
    for lead in _in_pool(centre_id):
        if _try(lead, lambda lead: lead.follow(to)):
            yield
    people = identity.users_of(centre_id)
    for user in people:
        yield from _leaves(user, closure)
    of_it = {user.id for user in people}
    for user in identity.everybody():
        if user.id not in of_it:
            yield from (None for lead in _held(centre_id, user.id) if _try(lead, lambda lead: _with_agent(lead, centre_id, to)))


def _leaves(user: User, closure: Closure) -> Iterator[None]:
    centre_id, to = closure.centre_id, str(closure.to)
    # Whoever closes the centre does not shut themselves out.
    stays = user.state != "disabled" and (closure.people == "move" or closure.asked_by == f"user:{user.id}")
    if stays:
        _seat_there(centre_id, to, user.id)
    else:
        identity_actions.shut_out(user.id)
    for lead in _held(centre_id, user.id):
        if _try(lead, lambda lead: _with_agent(lead, centre_id, to) if stays else _freed(lead, centre_id, to)):
            yield
    if any(_held(centre_id, user.id)):
        return  # Somebody changed it just now: it is looked at again.
    _unseat(centre_id, user.id)
    if stays:
        identity_actions.move_user(user.id, to)


def _try(lead: Lead, move: Callable[[Lead], None]) -> bool:
    """Whether it has left. What was changed at this moment is looked at again with the next part."""
    try:
        move(lead)
    except (AlreadyDone, Conflict, TransactWriteError):
        return False
    return True


def _with_agent(lead: Lead, centre_id: str, to: str) -> None:
    """As it stands, with its agent; a place is taken there and freed here, where they have seats."""
    agent = str(lead.agent)
    there = Seat.find(*seat_key(to, agent), consistent=True)
    with transaction() as tx:
        lead.follow(to, tx)
        free(tx, centre_id, agent, lead.id)
        if there:
            there.welcome(lead.id, tx)


def _freed(lead: Lead, centre_id: str, to: str) -> None:
    agent = str(lead.agent)
    with transaction() as tx:
        lead.follow_freed(to, tx)
        free(tx, centre_id, agent, lead.id)


def _seat_there(centre_id: str, to: str, agent_id: str) -> None:
    """Whoever takes leads here takes them there, as they can, at the turn of those who are there."""
    here = Seat.find(*seat_key(centre_id, agent_id), consistent=True)
    if here and not Seat.find(*seat_key(to, agent_id), consistent=True):
        here.moved_to(to, turn=time_of(Seat.roster(to)))


def _unseat(centre_id: str, agent_id: str) -> None:
    seat = Seat.find(*seat_key(centre_id, agent_id), consistent=True)
    if seat:
        seat.delete()


def _in_pool(centre_id: str) -> list[Lead]:
    return [lead for lead in leads.waiting(centre_id, limit=POOL_AT_ONCE) if lead.centre == centre_id]


def _held(centre_id: str, agent_id: str) -> Iterator[Lead]:
    return (lead for lead in leads.in_hand(agent_id) if lead.centre == centre_id)


def _end(closure: Closure) -> None:
    try:
        with transaction() as tx:
            identity_actions.close_centre(tx, closure.centre_id)
            closure.end(tx)
    except TransactWriteError as error:
        raise Conflict from error


# What still arrives


def pass_on(centre: Centre, lead_id: str | None = None) -> bool:
    """A centre that gave way gives nothing out: what comes to wait there goes to who took its place. Answers whether some still waits."""
    to = identity.heir(centre.id, identity.centres())
    row = _in_pool(centre.id)
    if lead_id and lead_id not in {lead.id for lead in row}:
        lead = leads.fresh(lead_id)
        row += [lead] if lead.state == "ready" and lead.centre == centre.id else []
    left = [lead for lead in row if not _try(lead, lambda lead: lead.follow(to))]
    return bool(left) or len(row) >= POOL_AT_ONCE


def bring_along(centre: Centre, lead_id: str) -> None:
    """A lead that is taken up again goes with its agent, who is of another centre by now."""
    lead = leads.fresh(lead_id)
    if lead.centre == centre.id and lead.state in Lead.OPEN:
        to = identity.heir(centre.id, identity.centres())
        _with_agent(lead, centre.id, to)
