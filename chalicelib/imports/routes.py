from __future__ import annotations

from chalicelib.contacts.actions import PersonFull
from chalicelib.forms.queries import FormClosedNow, FormUnknown, open_now
from chalicelib.foundation import clock
from chalicelib.foundation.asked import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import BadRequest, Conflict
from chalicelib.foundation.routes import Routes
from chalicelib.imports import actions, batches, queries, shapes
from chalicelib.imports.actions import CorrectedTooOften, LeadErasedMeanwhile, LeadOver, Sent
from chalicelib.imports.batches import KeyUsedOtherwise

routes = Routes(__name__)

FORM_SHUT = (FormClosedNow, FormUnknown)
LARGEST_BATCH = 2560 * 1024


@routes.post("/leads", may="leads.write", gives=shapes.Accepted, status=202, raises=(*FORM_SHUT, PersonFull, Conflict, BadRequest))
def create_lead(body: shapes.LeadDraft, caller: Caller) -> shapes.Accepted:
    actions.submit(_sent("", body, caller), open_now(body.form_id), asked().language)
    return shapes.Accepted()


@routes.put(
    "/leads/by-reference/{reference}", may="leads.write", gives=shapes.LeadBrought,
    raises=(*FORM_SHUT, LeadOver, LeadErasedMeanwhile, CorrectedTooOften, PersonFull, Conflict, BadRequest),
)  # fmt: skip
def bring_lead(reference: str, body: shapes.LeadDraft, caller: Caller) -> shapes.LeadBrought:
    brought = actions.bring(_sent(reference, body, caller), lambda: open_now(body.form_id), asked().language)
    return shapes.LeadBrought.model_validate(queries.standing(brought.reference, reference) | {"outcome": brought.outcome})


@routes.get("/leads/by-reference/{reference}", may="leads.write", gives=shapes.LeadByReference)
def read_lead_by_reference(reference: str, caller: Caller) -> shapes.LeadByReference:
    return queries.by_reference(caller, reference)


@routes.post(
    "/lead-batches",
    may="leads.write",
    gives=shapes.LeadBatch,
    status=202,
    raises=(*FORM_SHUT, KeyUsedOtherwise, Conflict, BadRequest),
    up_to=LARGEST_BATCH,
)
def take_batch(body: shapes.BatchDraft, caller: Caller) -> shapes.LeadBatch:
    return queries.batch(batches.take(body, caller, asked().headers.get("idempotency-key")))


@routes.get("/lead-batches/{batch_id}", may="leads.write", gives=shapes.LeadBatch)
def read_batch(batch_id: str, caller: Caller) -> shapes.LeadBatch:
    return queries.batch(queries.batch_for(caller, batch_id))


@routes.get("/lead-batches/{batch_id}/rows", may="leads.write", gives=shapes.RowResults, raises=(BadRequest,))
def read_rows(batch_id: str, query: shapes.RowQuery, caller: Caller) -> shapes.RowResults:
    return queries.results(queries.batch_for(caller, batch_id), query)


@routes.post("/lead-batches/{batch_id}/cancellation", may="leads.write", gives=shapes.LeadBatch, raises=(Conflict,))
def cancel_batch(batch_id: str, caller: Caller) -> shapes.LeadBatch:
    return queries.batch(batches.cancel(batch_id, caller))


@routes.delete("/lead-batches/{batch_id}/cancellation", may="leads.write", gives=shapes.LeadBatch, raises=(Conflict,))
def resume_batch(batch_id: str, caller: Caller) -> shapes.LeadBatch:
    return queries.batch(batches.resume(batch_id, caller))


def _sent(reference: str, body: shapes.LeadDraft, caller: Caller) -> Sent:
    proof = batches.proof_of(body.consent, caller.actor)
    return Sent(queries.partner_of(caller), reference, body.form_id, body.language, body.answers, proof, at=clock.now_ms())
