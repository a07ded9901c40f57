from __future__ import annotations

from chalicelib.foundation import clock
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.routes import Routes
from chalicelib.leads import actions, queries, shapes

routes = Routes(__name__)


@routes.post("/leads/{lead_id}/claim", may="leads.work", gives=shapes.Claim, raises=(actions.LeadAlreadyClaimed,))
def claim_lead(lead_id: str, caller: Caller) -> shapes.Claim:
    held = actions.claim(lead_id, caller)
    return shapes.Claim(user_id=held.holder, name=queries.name_of(held.holder), until=clock.iso(int(held.until)), mine=True)


@routes.delete("/leads/{lead_id}/claim", may="leads.work")
def release_claim(lead_id: str, caller: Caller) -> None:
    queries.visible(lead_id, caller, "leads.work")
    actions.release_claim(lead_id, caller)


@routes.post("/leads/{lead_id}/notes", may="leads.work", gives=shapes.Note, status=201, raises=(Conflict,))
def write_note(lead_id: str, body: shapes.NoteDraft, caller: Caller) -> shapes.Note:
    note = actions.write_note(lead_id, body.key, body.text, caller)
    return shapes.Note(id=note.id, text=body.text, at=clock.iso(int(note.at)), by=note.author)


@routes.post("/leads/{lead_id}/confirmation", may="leads.manage", gives=shapes.LeadState, raises=(Conflict,))
def confirm_lead_address(lead_id: str, body: shapes.ConfirmationDraft, caller: Caller) -> shapes.LeadState:
    return shapes.lead_state(actions.confirm_out_of_band(lead_id, body.reason, body.key, caller))


@routes.post("/leads/{lead_id}/reopening", may="leads.manage", gives=shapes.LeadState, raises=(Conflict,))
def reopen_lead(lead_id: str, body: shapes.ReopeningDraft, caller: Caller) -> shapes.LeadState:
    return shapes.lead_state(actions.reopen(lead_id, body.reason, body.key, caller))
