from __future__ import annotations

from chalicelib.distribution import actions, queries, shapes
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.routes import SIGNED_IN, Routes
from chalicelib.identity import queries as identity
from chalicelib.leads.shapes import LeadState, lead_state

routes = Routes(__name__)


@routes.post("/leads/{lead_id}/assignment", may="leads.manage", gives=LeadState, raises=(Conflict,))
def assign_lead(lead_id: str, body: shapes.AssignmentDraft, caller: Caller) -> LeadState:
    return lead_state(actions.assign(lead_id, body.agent_id, caller))


@routes.delete("/leads/{lead_id}/assignment", may="leads.manage", raises=(Conflict,))
def release_lead(lead_id: str, caller: Caller) -> None:
    actions.release(lead_id, caller)


@routes.get("/me/presence", may=SIGNED_IN, gives=shapes.Presence)
def read_presence(caller: Caller) -> shapes.Presence:
    return shapes.Presence(present=queries.presence(caller))


@routes.put("/me/presence", may="presence.set", gives=shapes.Presence, raises=(Conflict,))
def set_presence(body: shapes.PresenceDraft, caller: Caller) -> shapes.Presence:
    return shapes.Presence(present=actions.set_presence(caller, present=body.present))


@routes.get("/centres/{centre_id}/seats", may="leads.manage", gives=shapes.SeatList)
def list_seats(centre_id: str, caller: Caller) -> shapes.SeatList:
    roster = queries.roster(centre_id, caller)
    names = identity.names({seat.agent_id for seat in roster})
    return shapes.SeatList(
        items=[
            shapes.Seat(agent_id=seat.agent_id, name=names.get(seat.agent_id, ""), present=seat.present, held=seat.load, capacity=int(seat.capacity))
            for seat in roster
        ]
    )
