from __future__ import annotations

from itertools import islice

from chalicelib.foundation import clock, cursors
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import BadRequest, NotFound
from chalicelib.imports.models.batches import Batch, Part
from chalicelib.imports.models.references import Reference
from chalicelib.imports.shapes import BatchCounts, LeadBatch, LeadByReference, RowQuery, RowResult, RowResults
from chalicelib.leads import queries as leads
from chalicelib.leads.shapes import moment

COMPANY = "company"
"""Whose references those of the company's own people are."""


def partner_of(caller: Caller) -> str:
    """References and batches are the partner's who made them: two partners may call their leads by the same name."""
    return caller.partner or COMPANY


def by_reference(caller: Caller, name: str) -> LeadByReference:
    """How the caller's lead stands. Raises `NotFound`, for other partners' too."""
    reference = Reference.known(partner_of(caller), name)
    if reference is None:
        raise NotFound
    return LeadByReference.model_validate(standing(reference, name))


def standing(reference: Reference, name: str) -> dict[str, object]:
    if reference.is_duplicate:
        return {"reference": name, "is_duplicate": True}
    lead = leads.fresh(reference.lead_id)
    return {
        "reference": name, "is_duplicate": False, "lead_id": lead.id, "form_id": lead.form, "state": lead.state, "reason": lead.reason,
        "opened_at": moment(lead.opened_at), "email_confirmed_at": moment(lead.confirmed_at), "closed_at": moment(lead.closed_at),
    }  # fmt: skip


def batch_for(caller: Caller, batch_id: str) -> Batch:
    """The company's people see every batch, a partner its own. Raises `NotFound`."""
    batch = Batch.known(batch_id)
    if caller.kind == "key" and batch.partner != partner_of(caller):
        raise NotFound
    return batch


def batch(found: Batch) -> LeadBatch:
    return LeadBatch(
        id=found.id, state=found.state, form_id=found.form, rows=int(found.rows), read=found.read, counts=BatchCounts(**found.counts),
        created_at=clock.iso(int(found.created_at)), ended_at=moment(found.ended_at), forgotten_at=clock.iso(int(found.expires) * 1000),
    )  # fmt: skip


def results(found: Batch, query: RowQuery) -> RowResults:
    """What became of each row that is read, in order."""
    part, row = _position(query.cursor)
    rows = ((int(one.sk), result) for one in Part.read_of(found, part) for result in one.read_results())
    wanted = ((place, result) for place, result in rows if result["row"] >= row and (query.outcome is None or result["outcome"] == query.outcome))
    page = list(islice(wanted, query.limit + 1))
    items = [RowResult.model_validate(result) for _, result in page[: query.limit]]
    cursor = cursors.encode([page[-1][0], page[-1][1]["row"]]) if len(page) > query.limit else None
    return RowResults(items=items, cursor=cursor)


def _position(cursor: str | None) -> tuple[int, int]:
    if cursor is None:
        return 0, 0
    try:
        part, row = cursors.decode(cursor)
        return min(abs(int(part)), 9999), int(row)
    except (TypeError, ValueError) as error:
        raise BadRequest(reason="cursor") from error
