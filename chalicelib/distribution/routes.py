from __future__ import annotations

from chalicelib.distribution import actions, management, pulling, queries, screens, shapes
from chalicelib.foundation.asked import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import Conflict, NotAllowed, NotFound, VersionLapsed
from chalicelib.foundation.routes import SIGNED_IN, Answer, Routes
from chalicelib.leads.shapes import LeadState, lead_state

routes = Routes(__name__)


@routes.post("/leads/{lead_id}/assignment", may="leads.manage", gives=LeadState, raises=(Conflict,))
def assign_lead(lead_id: str, body: shapes.AssignmentDraft, caller: Caller) -> LeadState:
    return lead_state(actions.assign(lead_id, body.agent_id, caller))


@routes.delete("/leads/{lead_id}/assignment", may="leads.manage", raises=(Conflict,))
def release_lead(lead_id: str, caller: Caller) -> None:
    actions.release(lead_id, caller)


@routes.post("/leads/{lead_id}/returns", may="leads.work", raises=(Conflict, NotAllowed))
def give_lead_back(lead_id: str, body: shapes.ReturnDraft, caller: Caller) -> None:
    pulling.give_back(lead_id, body, caller)


@routes.post("/queue/next", may="leads.work", gives=shapes.NextLead, raises=(Conflict, NotFound))
def take_next_lead(caller: Caller) -> shapes.NextLead:
    return screens.next_lead(pulling.next_lead(caller), caller)


@routes.get("/me/presence", may=SIGNED_IN, gives=shapes.Presence)
def read_presence(caller: Caller) -> shapes.Presence:
    return screens.presence(queries.my_seat(caller))


@routes.put("/me/presence", may="presence.set", gives=shapes.Presence, raises=(Conflict,))
def set_presence(body: shapes.PresenceDraft, caller: Caller) -> shapes.Presence:
    return screens.presence(actions.set_presence(caller, present=body.present, reason=body.reason))


@routes.get("/centres/{centre_id}/distribution", may="distribution.write", gives=shapes.Distribution, raises=(NotFound,))
def read_distribution(centre_id: str, caller: Caller) -> Answer:
    return _distribution(centre_id, caller)


@routes.put("/centres/{centre_id}/distribution", may="distribution.write", gives=shapes.Distribution, raises=(NotFound, VersionLapsed))
def set_distribution(centre_id: str, body: shapes.DistributionDraft, caller: Caller) -> Answer:
    management.rule(centre_id, body, caller, asked().version)
    return _distribution(centre_id, caller)


def _distribution(centre_id: str, caller: Caller) -> Answer:
    said = screens.distribution(queries.managed(centre_id, caller))
    return Answer(said, {"ETag": f'"{said.version}"'})


@routes.get("/centres/{centre_id}/seats", may="leads.manage", gives=shapes.SeatList)
def list_seats(centre_id: str, caller: Caller) -> shapes.SeatList:
    return screens.seats(queries.reached(centre_id, caller))


@routes.put("/centres/{centre_id}/seats/{agent_id}", may="distribution.write", gives=shapes.Seat, raises=(NotFound, Conflict))
def set_up_seat(centre_id: str, agent_id: str, body: shapes.SeatDraft, caller: Caller) -> shapes.Seat:
    management.set_up_seat(centre_id, agent_id, body, caller)
    return screens.seat(queries.managed(centre_id, caller), agent_id)


@routes.get("/centres/{centre_id}/handovers", may="distribution.write", gives=shapes.HandoverList, raises=(NotFound,))
def list_handovers(centre_id: str, caller: Caller) -> shapes.HandoverList:
    return screens.handovers(queries.managed(centre_id, caller).id)


@routes.post("/centres/{centre_id}/handovers", may="distribution.write", gives=shapes.Handover, status=202, raises=(NotFound,))
def hand_leads_over(centre_id: str, body: shapes.HandoverDraft, caller: Caller) -> shapes.Handover:
    return screens.handover(management.ask_handover(centre_id, body, caller))


@routes.get("/centres/{centre_id}/fairness", may="distribution.write", gives=shapes.Fairness, raises=(NotFound,))
def read_fairness(centre_id: str, query: shapes.FairnessQuery, caller: Caller) -> shapes.Fairness:
    return screens.fairness(queries.managed(centre_id, caller), query.days)


@routes.get("/centres/{centre_id}/closure", may="centres.write", gives=shapes.Closure, raises=(NotFound,))
def read_closure(centre_id: str, caller: Caller) -> shapes.Closure:
    from chalicelib.distribution import closing  # noqa: PLC0415 - few centres are ever closed, and a start needs not know of it

    return screens.closure(closing.closed(centre_id, caller))


@routes.post("/centres/{centre_id}/closure", may="centres.write", gives=shapes.Closure, status=202, raises=(NotFound, Conflict))
def close_centre(centre_id: str, body: shapes.ClosureDraft, caller: Caller) -> shapes.Closure:
    from chalicelib.distribution import closing  # noqa: PLC0415 - as above

    closing.ask(centre_id, body, caller)
    return screens.closure(closing.closed(centre_id, caller))


@routes.delete("/centres/{centre_id}/closure", may="centres.write", gives=shapes.Closure, raises=(NotFound, Conflict))
def stop_closing_centre(centre_id: str, caller: Caller) -> shapes.Closure:
    from chalicelib.distribution import closing  # noqa: PLC0415 - as above

    closing.stop(centre_id, caller)
    return screens.closure(closing.closed(centre_id, caller))
