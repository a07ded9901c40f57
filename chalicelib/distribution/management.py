"""What owners and managers set up: the rules of a centre, what its agents can, and who takes over from whom."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.distribution import queries
from chalicelib.distribution.actions import expect_let_in, in_turn, room_of
from chalicelib.distribution.choice import Room
from chalicelib.distribution.facts import DistributionRuled
from chalicelib.distribution.models.handovers import Handover
from chalicelib.distribution.models.seats import Ruled, Seat, read_centre
from chalicelib.distribution.rules import Rules
from chalicelib.distribution.shapes import DistributionDraft, HandoverDraft, SeatDraft
from chalicelib.forms import queries as forms
from chalicelib.foundation.asked import language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotFound, VersionLapsed, refused
from chalicelib.foundation.records import transaction, where_condition_holds
from chalicelib.identity import actions as identity_actions
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead

PART = 20
"""So many leads are handed over at once: a part is done in a few seconds, and leads that come in meanwhile are not held up."""


def rule(centre_id: str, draft: DistributionDraft, caller: Caller, version: int | None) -> None:
    """How the centre gives out its leads from now on. Raises `VersionLapsed` when somebody wrote it meanwhile."""
    centre = queries.managed(centre_id, caller)
    _check_forms(draft.rules, caller)
    ruled = Ruled.of(centre_id)
    if version is not None and version != int(ruled.version):
        raise VersionLapsed
    try:
        with transaction() as tx:
            if draft.method != centre.method:
                identity_actions.choose_method(tx, centre_id, draft.method)
            ruled.keep(draft.rules, DistributionRuled(centre_id, draft.method), tx)
    except TransactWriteError as error:
        raise VersionLapsed from error


def _check_forms(rules: Rules, caller: Caller) -> None:
    known = {form.id for form in forms.forms_for(caller)}
    for place, need in enumerate(rules.needs):
        if need.form_id not in known:
            raise refused(
                f"rules.needs.{place}.form_id", "unknown", "Ce formulaire n'existe pas : choisissez-en un de la liste.",
                "There is no such form: choose one from the list.", language(),
            )  # fmt: skip


def set_up_seat(centre_id: str, agent_id: str, draft: SeatDraft, caller: Caller) -> Seat:
    """What an agent of the centre can take, and how much of it."""
    queries.managed(centre_id, caller)
    seat = Seat.known(centre_id, agent_id)
    seat.set_up(capacity=draft.capacity, daily_cap=draft.daily_cap, languages=set(draft.languages), skills=set(draft.skills), weight=draft.weight)
    return Seat.known(centre_id, agent_id)


def stand_down(centre_id: str, agent_id: str, cause: str) -> None:
    """Whoever is shut out takes no new leads; let in again, they say themselves that they are here. Without a seat: nothing.

    What they hold goes back to the pool, where the centre's rules say so. `cause`: of this shutting out, so that it is done once.
    """
    rules, seats = read_centre(centre_id)
    seat = next((one for one in seats if one.agent_id == agent_id), None)
    if seat is None or identity.user(agent_id).state != "disabled":
        return
    if seat.present:
        seat.go_away()
    if identity.centre(centre_id).successor_id:
        return  # The centre itself is closed: its leads go elsewhere.
    if rules.leavers == "pool" and (seat.held or leads.in_hand(agent_id)):
        _begin(Handover.new(centre_id, cause, agent=agent_id, to=None, total=len(_left(centre_id, agent_id))))


def ask_handover(centre_id: str, draft: HandoverDraft, caller: Caller) -> Handover:
    """Everything that an agent holds goes to a colleague of the centre, or to its pool. Asked twice, it is done once."""
    queries.managed(centre_id, caller)
    Seat.known(centre_id, draft.from_agent_id)
    if draft.to_agent_id:
        if draft.to_agent_id == draft.from_agent_id:
            raise refused("to_agent_id", "same", "Choisissez un autre agent que celui qui part.", "Choose another agent than who leaves.", language())
        Seat.known(centre_id, draft.to_agent_id)
        expect_let_in(draft.to_agent_id, "to_agent_id")
    total = len(_left(centre_id, draft.from_agent_id))
    asked = Handover.new(centre_id, draft.key, agent=draft.from_agent_id, to=draft.to_agent_id, total=total)
    _begin(asked)
    return Handover.known(centre_id, draft.key)


def _begin(handover: Handover) -> None:
    with where_condition_holds():
        handover.save(condition=Handover.pk.does_not_exist())


def carry_on(centre_id: str, handover_id: str) -> None:
    """Hand over the next part. Cut off anywhere, it goes on with what is still held; a message that comes again finds less to do, or nothing."""
    handover = Handover.known(centre_id, handover_id)
    if handover.state != "working":
        return
    held = _left(centre_id, handover.agent)
    room = room_of(identity.centre(centre_id))
    moved, busy = 0, 0
    for lead in held:
        try:
            moved += _pass_on(lead, handover, room)
        except (TransactWriteError, AlreadyDone, Conflict):
            busy += 1  # Somebody changed it just now: it is looked at again.
        if moved + busy >= PART:
            break
    if busy and not moved:
        raise Conflict
    left = len(held) - moved
    with suppress(AlreadyDone):
        if left and moved:
            handover.go_on(left)
        else:
            handover.end(left)


def _left(centre_id: str, agent_id: str) -> list[Lead]:
    """What the agent holds, by their seat and by their list: one may be behind the other. Callbacks to come last, which may have to stay."""
    try:
        held = Seat.known(centre_id, agent_id).held or set()
    except NotFound:
        held = set()
    listed = {lead.id: lead for lead in leads.in_hand(agent_id)}
    found = [*listed.values(), *(leads.fresh(lead_id) for lead_id in held - listed.keys())]
    mine = [lead for lead in found if lead.is_open_with(agent_id) and lead.centre == centre_id]
    return sorted(mine, key=lambda lead: (lead.waits_for_later, lead.id))


def _pass_on(lead: Lead, handover: Handover, room: Room) -> bool:
    """Whether the lead has left the agent."""
    if handover.to:
        _to_colleague(lead, handover.to, handover, room)
    elif lead.waits_for_later:
        return _to_whoever_can(lead, handover, room)
    else:
        with transaction() as tx:
            lead.release("left", tx)
            Seat.known(handover.centre_id, handover.agent).let_go(lead.id, tx)
    return True


def _to_colleague(lead: Lead, colleague: str, handover: Handover, room: Room) -> None:
    with transaction() as tx:
        lead.hand_over(colleague, tx=tx, method="handover")
        Seat.known(handover.centre_id, colleague).take(lead.id, tx, room.day, "handed")
        Seat.known(handover.centre_id, handover.agent).let_go(lead.id, tx)


def _to_whoever_can(lead: Lead, handover: Handover, room: Room) -> bool:
    """A call that was promised for later keeps its hour: it goes straight to the next in turn, and waits in no pool."""

    def give_to(seat: Seat, why: dict[str, Any], tx: TransactWrite) -> None:
        lead.hand_over(seat.agent_id, tx=tx, method="handover", **why)
        Seat.known(handover.centre_id, handover.agent).let_go(lead.id, tx)

    room.seats[:] = [seat for seat in room.seats if seat.agent_id != handover.agent]
    return in_turn(lead, room, room.wish_of(lead), give_to)
