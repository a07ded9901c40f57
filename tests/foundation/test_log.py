"""What is logged and measured: names and ids, never what somebody typed."""

import json

from chalicelib.foundation.log import log, measure_seconds
from tests.emf import measured

TYPED = "awa.diop@example.org"


def test_a_failure_is_counted_and_does_not_say_what_somebody_typed(capsys):
    try:
        raise ValueError(TYPED)
    except ValueError as error:
        with log.about(tenant="k3x9p2ab"):
            log.failure("wire_failed", error)
    printed = capsys.readouterr().out
    assert measured(printed) == {"Failures": [1.0]}
    assert TYPED not in printed
    [said] = [line for line in map(json.loads, printed.splitlines()) if line.get("level") == "ERROR"]
    assert (said["message"], said["tenant"], said["error"]) == ("wire_failed", "k3x9p2ab", "ValueError")


def test_times_are_measured_in_seconds(capsys):
    measure_seconds("OldestWaitingLead", 90_500)
    assert measured(capsys.readouterr().out) == {"OldestWaitingLead": [90.5]}
