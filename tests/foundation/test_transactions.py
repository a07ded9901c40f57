"""A transaction that failed is somebody else's race only where DynamoDB says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from pynamodb.exceptions import TransactWriteError

from chalicelib.activities.models import NoteModel
from chalicelib.foundation import records, tenancy
from chalicelib.foundation.records import PATIENCE, TransactionFault, transaction
from tests.builders import ANSWERS, a_company
from tests.proofs.line import answer

PREFIX = "com.amazonaws.dynamodb.v20120810#"
WHEN = "before-send.dynamodb.TransactWriteItems"
Refusing = Callable[..., list[Any]]


@pytest.fixture
def company(world: None) -> Iterator[Any]:
    company = a_company()
    with tenancy.inside(company.tenant):
        yield company


@pytest.fixture
def refusing(company: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Refusing]:
    """From now on DynamoDB refuses each transaction so. Answers the list of those that it was asked for."""
    events, asked = records.CONNECTION.client.meta.events, list[Any]()
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _seconds: None))

    def refuse(code: str, *reasons: str) -> list[Any]:
        said = {"__type": PREFIX + code, "Message": "as the test says", "CancellationReasons": [{"Code": reason} for reason in reasons]}

        def send(request: Any, **_: Any) -> Any:
            asked.append(request)
            return answer(request, said, 400)

        events.register_first(WHEN, send, unique_id="refusing")
        return asked

    yield refuse
    events.unregister(WHEN, unique_id="refusing")


def write() -> None:
    with transaction() as tx:
        tx.save(NoteModel.new(title="Absent", text="Rappeler.", tags=[], centre_id=None, place=0))


@pytest.mark.parametrize("reason", ["ConditionalCheckFailed", "TransactionConflict"])
def test_who_was_quicker_refuses(refusing, reason):
    refusing("TransactionCanceledException", reason)
    with pytest.raises(TransactWriteError):
        write()


@pytest.mark.parametrize(
    "told",
    [
        ("TransactionCanceledException", "ValidationError"),  # an item of more than 400 kB, say
        ("TransactionCanceledException", "ThrottlingError", "None"),
        ("AccessDeniedException",),
        ("ValidationException",),
    ],
    ids=lambda told: told[-1],
)
def test_a_fault_is_no_race(refusing, told):
    refusing(*told)
    with pytest.raises(TransactionFault):
        write()


@pytest.mark.parametrize("reason", ["ThrottlingError", "ProvisionedThroughputExceeded", "TransactionConflict"])
def test_what_may_do_a_moment_later_is_tried_again(refusing, reason):
    asked = refusing("TransactionCanceledException", reason, "None")
    with pytest.raises((TransactWriteError, TransactionFault)):
        write()
    assert len(asked) == PATIENCE


def test_a_visitor_is_not_told_that_somebody_was_quicker_when_we_may_not_write(refusing, company, ask):
    """Told as a `Conflict` it would stand in no log, and wake nobody."""
    refusing("AccessDeniedException")
    assert ask("POST", company.form_path, ANSWERS).status == 500
