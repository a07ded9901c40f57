"""What is logged and measured: names and ids, never what somebody typed."""

import pytest
from botocore.exceptions import ClientError
from pynamodb.exceptions import TransactWriteError

from chalicelib.foundation.log import log, measure_seconds
from chalicelib.foundation.records import TransactionFault
from tests.emf import measured

TYPED = "awa.diop@example.org"


def test_a_failure_is_counted_and_does_not_say_what_somebody_typed(capsys, caplog):
    with pytest.raises(ValueError, match=TYPED) as raised:
        int(TYPED)
    with log.about(tenant="k3x9p2ab"):
        log.failure("wire_failed", raised.value)
    assert measured(capsys.readouterr().out) == {"Failures": [1.0]}
    [said] = caplog.records
    assert (said.message, said.tenant, said.error) == ("wire_failed", "k3x9p2ab", "ValueError")
    assert TYPED not in str(vars(said))


def test_what_aws_calls_a_failure_is_said_and_not_what_it_quotes(caplog):
    denied = ClientError({"Error": {"Code": "AccessDeniedException", "Message": TYPED}}, "TransactWriteItems")
    refused = TransactWriteError(TYPED, denied)
    refused.__context__ = denied
    fault = TransactionFault()
    fault.__cause__ = refused
    log.failure("request_failed", fault)
    [said] = caplog.records
    assert (said.error, said.aws) == ("TransactionFault", "AccessDeniedException")
    assert TYPED not in str(vars(said))


def test_times_are_measured_in_seconds(capsys):
    measure_seconds("OldestWaitingLead", 90_500)
    assert measured(capsys.readouterr().out) == {"OldestWaitingLead": [90.5]}
