"""What is done with a batch: taken whole or not at all, then read part by part, each part announcing the next."""

from __future__ import annotations

import json
from contextlib import suppress

from pydantic import ValidationError
from pynamodb.exceptions import TransactWriteError

from chalicelib.contacts.actions import PersonFull
from chalicelib.forms import queries as forms
from chalicelib.forms.actions import Proof
from chalicelib.forms.queries import Edition
from chalicelib.foundation import clock, keys, tenancy
from chalicelib.foundation.asked import language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, AnswersRefused, BadRequest, Conflict, DomainError, NotFound, refused
from chalicelib.foundation.records import transaction
from chalicelib.foundation.states import TRIES
from chalicelib.imports import actions
from chalicelib.imports.actions import CorrectedTooOften, LeadErasedMeanwhile, LeadOver, Sent
from chalicelib.imports.models.batches import Batch, Part, Row, batch_key
from chalicelib.imports.queries import batch_for, partner_of
from chalicelib.imports.shapes import BatchDraft, BatchRow, ConsentGiven, stored

LONGEST_KEY = 200
LARGEST_ROW = 64 * 1024
OF_ONE_ROW = (AnswersRefused, LeadOver, LeadErasedMeanwhile, CorrectedTooOften, PersonFull, Conflict, NotFound)
"""What is wrong with a row and not with us: the others go on. A `Conflict` has outlasted every try of `bring`."""


class RowUnreadable(DomainError):
    fr = "Cette ligne n'a pas pu être relue : corrigez-la, puis renvoyez-la."
    en = "This row could not be read again: correct it, then send it again."


class KeyUsedOtherwise(DomainError):
    fr = "Cette Idempotency-Key a déjà servi pour un autre envoi : prenez-en une nouvelle."
    en = "This Idempotency-Key was used for another request: take a new one."


def take(draft: BatchDraft, caller: Caller, given_key: str | None) -> Batch:
    """Keep the rows, and begin. Sent again under the same key, or without one with the same rows, it is the same batch.

    Raises `KeyUsedOtherwise`, `FormUnknown`, `FormClosedNow`, `Conflict`, `AnswersRefused` for rows too large.
    """
    rows = stored(draft.leads)
    said = keys.of(tenancy.tenant()).blind("batch", json.dumps([draft.form_id, rows], sort_keys=True, ensure_ascii=False))
    batch = Batch(*batch_key(_id_of(caller, given_key or said, is_named=given_key is not None)), partner=partner_of(caller), digest=said)
    standing = Batch.at(batch.id)
    if standing is None:
        _expect_small(rows)
        form = forms.open_now(draft.form_id)
        batch.form, batch.form_version, batch.actor, batch.language = form.form_id, int(form.number), tenancy.actor(), language()
        try:
            with transaction() as tx:
                batch.take(tx, rows)
        except TransactWriteError as error:
            standing = Batch.at(batch.id)  # sent twice at once
            if standing is None:
                raise Conflict from error
        else:
            return batch
    if standing.digest != said:
        raise KeyUsedOtherwise
    return standing


def cancel(batch_id: str, caller: Caller) -> Batch:
    """Read no more of it. A repeat changes nothing. Raises `Conflict` when every row is read."""
    batch = batch_for(caller, batch_id)
    with suppress(AlreadyDone):
        batch.cancel()
    return batch


def resume(batch_id: str, caller: Caller) -> Batch:
    """Go on where it was cancelled. A repeat changes nothing."""
    batch = batch_for(caller, batch_id)
    with suppress(AlreadyDone):
        batch.resume()
    return batch


def read_part(batch_id: str, number: int) -> None:
    """Bring the rows of one part, and keep what became of each. Cut off in the middle it is read again, which changes nothing that it did.

    Raises `AlreadyDone` for a part that was read, or a batch that goes on no more.
    """
    batch = Batch.known(batch_id)
    if batch.state != "running" or batch.part != number:
        raise AlreadyDone
    part, first = Part.known(batch, number), batch.read
    form = forms.known_edition(batch.form, int(batch.form_version))  # as it was when the batch was taken
    with tenancy.inside(tenancy.tenant(), by=batch.actor):
        results = [_result(batch, form, first + place, row) for place, row in enumerate(part.read_rows())]
    _keep(batch, part, results)


def proof_of(consent: ConsentGiven, actor: str) -> Proof:
    """`actor`: the key or the user who says so."""
    return Proof(clock.to_ms(consent.given_at), consent.ip, f"api {actor.rpartition(':')[2]}", str(consent.page or ""), consent.text)


def _result(batch: Batch, form: Edition, place: int, row: Row) -> Row:
    try:
        given = BatchRow.model_validate(row)
    except ValidationError:
        return _refused(batch, place, str(row.get("reference", "")), RowUnreadable())
    sent = Sent(
        batch.partner, given.reference, batch.form, given.language, given.answers, proof_of(given.consent, batch.actor),
        at=int(batch.created_at), cause=f"{batch.id}:{place}",
    )  # fmt: skip
    try:
        brought = actions.bring(sent, lambda: form, batch.language)
    except OF_ONE_ROW as wrong:
        return _refused(batch, place, given.reference, wrong)
    lead_id = None if brought.reference.is_duplicate else brought.reference.lead_id
    return {"row": place, "reference": given.reference, "outcome": brought.outcome, "lead_id": lead_id}


def _refused(batch: Batch, place: int, reference: str, wrong: DomainError) -> Row:
    said = {"problem": wrong.code, "detail": wrong.said(batch.language), "errors": [vars(error) for error in wrong.errors]}
    return {"row": place, "reference": reference, "outcome": "refused"} | said


def _keep(batch: Batch, part: Part, results: list[Row]) -> None:
    number = int(batch.part)
    for _ in range(TRIES):
        try:
            with transaction() as tx:
                part.settle(tx, results)
                batch.advance(tx, [result["outcome"] for result in results])
        except TransactWriteError:
            batch.refresh(consistent_read=True)  # somebody cancelled, or read the same part
            if batch.part != number:
                raise AlreadyDone from None
        else:
            return
    raise Conflict


def _id_of(caller: Caller, name: str, *, is_named: bool) -> str:
    if len(name) > LONGEST_KEY:
        raise BadRequest(reason="Idempotency-Key")
    return keys.of(tenancy.tenant()).blind("batch-id", f"{partner_of(caller)}:{'key' if is_named else 'rows'}:{name}")


def _expect_small(rows: list[Row]) -> None:
    for place, row in enumerate(rows):
        if len(json.dumps(row, ensure_ascii=False).encode()) > LARGEST_ROW:
            most = LARGEST_ROW // 1024
            raise refused(
                f"leads.{place}", "row_too_large", f"Au plus {most} ko par lead.", f"At most {most} kB for each lead.", language()
            )  # fmt: skip
