"""What an agent asks of the distribution: the next lead, and to be rid of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from pynamodb.exceptions import TransactWriteError

from chalicelib.distribution.actions import GLANCED_AT, LOOKED_AT, reason, room_of
from chalicelib.distribution.choice import Room
from chalicelib.distribution.models.seats import Seat, read_centre
from chalicelib.distribution.shapes import ReturnDraft
from chalicelib.foundation.asked import language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict, FieldError, NotAllowed, NotFound
from chalicelib.foundation.records import transaction
from chalicelib.identity import queries as identity
from chalicelib.leads import actions as lead_actions
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead


class OutcomeOwed(Conflict):
    """`lead_id` among the errors says of which lead."""

    fr = "Dites d'abord ce qu'a donné l'appel en cours : le lead suivant vient après."
    en = "First say what came of the call in progress: the next lead comes after that."


class OnPause(Conflict):
    fr = "Vous êtes en pause : redevenez disponible pour prendre un lead."
    en = "You are on pause: be available again to take a lead."


class HandsFull(Conflict):
    fr = "Votre file est pleine ({load}) : terminez un lead pour en prendre un autre."
    en = "Your queue is full ({load}): finish a lead to take another."


class DayFull(Conflict):
    fr = "Vous avez reçu tous vos leads du jour ({load})."
    en = "You have had all your leads of the day ({load})."


class CentreShut(Conflict):
    fr = "Le centre est fermé : les leads attendent son ouverture."
    en = "The centre is closed: leads wait for it to open."


class NotYours(Conflict):
    fr = "Ce lead n'est pas à vous : son agent le rend, ou un responsable le reprend."
    en = "This lead is not yours: its agent gives it back, or a manager takes it back."


@dataclass(frozen=True)
class Next:
    """`source`: whether it was the caller's already, or waited in the pool. Nothing is left where both are None. A lead of the
    pool is as it stood there: who asked opens it anyway.

    `overtaken_by`: a colleague who took, at this very moment, the one that would have been next.
    """

    lead: Lead | None
    source: Literal["own", "pool"] | None
    overtaken_by: str | None = None


def next_lead(caller: Caller) -> Next:
    """The lead to call now: one of the caller's own that is due, else, where agents help themselves, the oldest in the pool that they can take.

    Two who ask at once never get the same. Raises `OutcomeOwed` while a call of theirs has no outcome.
    """
    mine = leads.in_hand(caller.id)
    owed = next((lead for lead in mine if lead.state == "in_progress"), None)
    if owed:
        raise OutcomeOwed(errors=(FieldError("lead_id", owed.id, OutcomeOwed().said(language())),))
    due = next((lead for lead in mine if not lead.waits_for_later), None)
    if due:
        return Next(due, "own")
    if caller.centre is None:
        raise NotFound
    centre = identity.centre(caller.centre)
    if centre.method != "pull" or centre.successor_id:
        return Next(None, None)
    return _drawn(caller, room_of(centre))


def _drawn(caller: Caller, room: Room) -> Next:
    seat = next((one for one in room.seats if one.agent_id == caller.id), None)
    if seat is None:
        raise NotFound
    _check(seat, room)
    overtaken_by = None
    for lead in _row(str(caller.centre), lambda lead: room.why_not(seat, room.wish_of(lead)) is None):
        why = reason(room, room.wish_of(lead), [seat]) | {"passed_over": ()}
        try:
            with transaction() as tx:
                lead.assign(caller.id, tx=tx, method="pull", **why)
                seat.take(lead.id, tx, room.day, "drawn")
        except AlreadyDone:
            continue
        except TransactWriteError:
            seat.refresh(consistent_read=True)
            _check(seat, room)
            overtaken_by = leads.fresh(lead.id).agent
            continue  # Somebody else took this one; the next is as good.
        return Next(lead, "pool", overtaken_by)
    return Next(None, None, overtaken_by)


def _row(centre_id: str, fits: Callable[[Lead], bool]) -> Iterator[Lead]:
    """Those of the pool that fit and may be called, the oldest first. Nearly always one of the first is taken: the others are read only where none
    of those was.
    """
    first, not_called = leads.on_offer(centre_id, limit=GLANCED_AT)
    yield from (lead for lead in first if lead.id not in not_called and fits(lead))
    seen = {lead.id for lead in first}
    yield from (lead for lead in leads.waiting(centre_id, limit=LOOKED_AT) if lead.id not in seen and fits(lead) and not leads.not_called([lead]))


def _check(seat: Seat, room: Room) -> None:
    if not room.is_open:
        raise CentreShut
    why, _, load = (room.why_none(seat) or "").partition(":")
    if why == "away":
        raise OnPause
    if why == "full":
        raise HandsFull(load=load)
    if why == "day":
        raise DayFull(load=load)


def give_back(lead_id: str, draft: ReturnDraft, caller: Caller) -> None:
    """An agent cannot take this one, and says why: back to the pool, where others come before them."""
    lead = leads.visible(lead_id, caller, "leads.work")
    if lead.agent != caller.id:
        raise NotYours
    rules, _ = read_centre(str(lead.centre))
    if not rules.may_return:
        raise NotAllowed
    try:
        with transaction() as tx:
            if draft.note:
                lead_actions.add_note(tx, lead, draft.note.key, draft.note.text)
            lead.release("returned", tx, draft.reason)
            Seat.known(str(lead.centre), caller.id).let_go(lead.id, tx)
    except TransactWriteError as error:
        raise Conflict from error
