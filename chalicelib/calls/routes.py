from __future__ import annotations

from chalicelib.calls import actions, dialling, listing, queries, shapes, workspace
from chalicelib.calls.outcomes import CentreOutcomes, CentreOutcomesKept
from chalicelib.foundation.asked import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import Conflict, NotFound, VersionLapsed
from chalicelib.foundation.routes import Answer, Routes
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.leads.shapes import LeadList, LeadQuery, LeadSearch, LeadsFound
from chalicelib.telephony import actions as telephony
from chalicelib.telephony import queries as calls
from chalicelib.telephony.shapes import CallDraft, Dialled

routes = Routes(__name__)


@routes.get("/queue", may="leads.work", gives=shapes.Queue)
def read_queue(query: shapes.QueueQuery, caller: Caller) -> shapes.Queue:
    return workspace.queue(query, caller)


@routes.get("/leads", may="leads.read", gives=LeadList)
def list_leads(query: LeadQuery, caller: Caller) -> LeadList:
    return listing.listed(query, caller)


@routes.get("/leads/search", may="leads.read", gives=LeadsFound)
def search_leads(query: LeadSearch, caller: Caller) -> LeadsFound:
    return listing.sought(query, caller)


@routes.get("/leads/{lead_id}", may="leads.read", gives=shapes.LeadPage)
def read_lead(lead_id: str, caller: Caller) -> Answer:
    return _page(leads.visible(lead_id, caller, "leads.read"), caller)


@routes.post("/leads/{lead_id}/outcomes", may="leads.work", gives=shapes.LeadPage, status=201, raises=(Conflict, VersionLapsed))
def record_outcome(lead_id: str, body: shapes.OutcomeDraft, caller: Caller) -> Answer:
    return _page(actions.record(lead_id, body, caller, asked().version), caller)


@routes.put("/leads/{lead_id}/do-not-call", may="leads.work", gives=shapes.LeadPage, raises=(Conflict,))
def keep_number_blocked(lead_id: str, body: shapes.BlockDraft, caller: Caller) -> Answer:
    return _page(actions.keep_blocked(lead_id, body, caller), caller)


@routes.get("/centres/{centre_id}/outcomes", may="outcomes.write", gives=CentreOutcomesKept)
def read_outcomes(centre_id: str, caller: Caller) -> Answer:
    return _outcomes(queries.outcomes_for(caller, centre_id))


@routes.put("/centres/{centre_id}/outcomes", may="outcomes.write", gives=CentreOutcomesKept, raises=(NotFound, VersionLapsed, Conflict))
def set_outcomes(centre_id: str, body: CentreOutcomes, caller: Caller) -> Answer:
    return _outcomes(actions.set_outcomes(centre_id, body, caller, asked().version))


def _outcomes(kept: CentreOutcomesKept) -> Answer:
    return Answer(kept, {"ETag": f'"{kept.version}"'})


@routes.post(
    "/leads/{lead_id}/calls",
    may="leads.work", gives=Dialled, status=201, raises=(Conflict, telephony.CallNotDialled, telephony.TelephoneSilent),
)  # fmt: skip
def dial(lead_id: str, body: CallDraft, caller: Caller) -> Dialled:
    call, number = dialling.dial(lead_id, body, caller)
    return Dialled(call=calls.rows([call])[0], tel=number)


def _page(lead: Lead, caller: Caller) -> Answer:
    return Answer(workspace.page(lead, caller), {"ETag": f'"{int(lead.version)}"'})
