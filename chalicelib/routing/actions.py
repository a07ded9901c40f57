from __future__ import annotations

from contextlib import suppress

from pynamodb.exceptions import TransactWriteError

from chalicelib.forms import queries as forms
from chalicelib.foundation.errors import AlreadyDone, Conflict
from chalicelib.foundation.log import log
from chalicelib.foundation.records import transaction
from chalicelib.foundation.states import TRIES
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.routing import queries
from chalicelib.routing.choice import Choice, Offer, Sharing
from chalicelib.routing.models import Turns

ROUTED_AT_ONCE = 100


def route(form_id: str, lead_id: str | None = None) -> bool:
    """Give the leads of a form that wait for a centre to whoever can take them, the oldest first. Answers whether some still wait.

    `lead_id`: one that the index may not show yet. A lead that was routed meanwhile is passed over, so repeats are harmless.
    """
    row = _in_row(form_id, lead_id)
    offer = queries.offer(forms.routes(form_id), identity.centres()) if row else None
    for place, lead in enumerate(row):
        choice = _give(lead, offer) if offer else None
        if choice and choice.centre_id is None:
            _defer(row[place:], choice)
            return True
    return len(row) >= ROUTED_AT_ONCE  # behind a full row there may be more


def route_waiting() -> bool:
    """The leads of every form that wait for a centre. Answers whether some still do."""
    waits = [_still_waits(form_id) for form_id in list(leads.forms_waiting())]
    return any(waits)


def _still_waits(form_id: str) -> bool:
    """One form in trouble must not hold up the others."""
    try:
        return route(form_id)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this form's, and is tried again with the next look
        log.failure("routing_failed", error)
        return True


def _in_row(form_id: str, lead_id: str | None) -> list[Lead]:
    row = leads.without_centre(form_id, limit=ROUTED_AT_ONCE)
    if lead_id and lead_id not in {lead.id for lead in row}:
        lead = leads.fresh(lead_id)
        row += [lead] if lead.awaits_centre else []
    return row


def _give(lead: Lead, offer: Offer) -> Choice | None:
    """To whoever is next, until the database agrees. None: the lead is gone."""
    for _ in range(TRIES):
        turns = Turns.of(lead.form)
        sharing = _without_closed(turns.sharing, offer)
        choice = sharing.choose(offer)
        if choice.centre_id is None:
            return choice
        sharing.give(choice, offer, lead.id)
        try:
            with transaction() as tx:
                lead.route(choice.centre_id, tx, method=choice.method, in_turn=choice.in_turn, passed_over=choice.passed_over)
                turns.keep(sharing, tx)
        except AlreadyDone:
            return None
        except TransactWriteError:
            lead = leads.fresh(lead.id)
        else:
            return choice
    raise Conflict


def _without_closed(sharing: Sharing, offer: Offer) -> Sharing:
    """Leads are struck off the open ones when their number matters, not when they close: that costs nothing before."""
    for centre, standing in sharing.full(offer).items():
        held = leads.still_with(centre, standing.open)
        standing.open = [lead_id for lead_id in standing.open if lead_id in held]
    return sharing


def _defer(row: list[Lead], choice: Choice) -> None:
    for lead in row:
        with suppress(Conflict):  # routed meanwhile
            lead.defer(choice.passed_over)
