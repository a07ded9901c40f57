from __future__ import annotations

from chalicelib.foundation import clock
from chalicelib.foundation.asked import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import Conflict, VersionLapsed
from chalicelib.foundation.routes import Answer, Routes
from chalicelib.leads import actions, queries, shapes

routes = Routes(__name__)


@routes.post("/leads/{lead_id}/claim", may="leads.work", gives=shapes.Claim, raises=(actions.LeadAlreadyClaimed,))
def claim_lead(lead_id: str, caller: Caller) -> shapes.Claim:
    held = actions.claim(lead_id, caller)
    return shapes.Claim(user_id=held.holder, name=queries.name_of(held.holder), until=clock.iso(int(held.until)), mine=True)


@routes.put("/leads/{lead_id}/claim", may="leads.manage", gives=shapes.Claim, raises=(Conflict,))
def take_over_lead(lead_id: str, caller: Caller) -> shapes.Claim:
    held = actions.take_over(lead_id, caller)
    return shapes.Claim(user_id=held.holder, name=queries.name_of(held.holder), until=clock.iso(int(held.until)), mine=True)


@routes.delete("/leads/{lead_id}/claim", may="leads.work")
def release_claim(lead_id: str, caller: Caller) -> None:
    queries.visible(lead_id, caller, "leads.work")
    actions.release_claim(lead_id, caller)


@routes.post("/leads/{lead_id}/notes", may="leads.work", gives=shapes.Note, status=201, raises=(Conflict,))
def write_note(lead_id: str, body: shapes.NoteDraft, caller: Caller) -> shapes.Note:
    note = actions.write_note(lead_id, body.key, body.text, caller, body.tags)
    return shapes.Note(id=note.id, text=body.text, at=clock.iso(int(note.at)), by=note.author)


@routes.post("/leads/{lead_id}/confirmation", may="leads.manage", gives=shapes.LeadState, raises=(Conflict,))
def confirm_lead_address(lead_id: str, body: shapes.ConfirmationDraft, caller: Caller) -> shapes.LeadState:
    return shapes.lead_state(actions.confirm_out_of_band(lead_id, body.reason, body.key, caller))


@routes.post("/leads/{lead_id}/reopening", may="leads.manage", gives=shapes.LeadState, raises=(Conflict,))
def reopen_lead(lead_id: str, body: shapes.ReopeningDraft, caller: Caller) -> shapes.LeadState:
    return shapes.lead_state(actions.reopen(lead_id, body.reason, body.key, caller))


@routes.put("/leads/{lead_id}/tags", may="leads.work", gives=shapes.TagsPut, raises=(Conflict,))
def tag_lead(lead_id: str, body: shapes.TagsDraft, caller: Caller) -> shapes.TagsPut:
    return shapes.TagsPut(tags=actions.retag(lead_id, body.add, body.remove, caller))


@routes.get("/centres/{centre_id}/flow", may="centres.read", gives=shapes.FlowSettings)
def read_flow(centre_id: str, caller: Caller) -> Answer:
    return _flow(queries.flow_for(centre_id, caller, "centres.read"))


@routes.put("/centres/{centre_id}/flow", may="leads.manage", gives=shapes.FlowSettings, raises=(Conflict, VersionLapsed))
def set_flow(centre_id: str, body: shapes.FlowDraft, caller: Caller) -> Answer:
    return _flow(actions.set_flow(centre_id, body.model_dump(), caller, asked().version))


def _flow(flow: queries.Flow) -> Answer:
    return Answer(shapes.flow_settings(flow), {"ETag": f'"{int(flow.version)}"'})
