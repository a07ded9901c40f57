"""Events come late, twice, in any order, or not at all: whatever comes, one call is right."""

import json
from functools import cache
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.foundation import tenancy
from chalicelib.telephony.models import Call
from chalicelib.telephony.told import NotOurs, Told
from tests.house.test_samples import SAMPLES
from tests.telephony.contacts import AFTER_SECONDS, ORDER, event

WHOLE = {kind: Told.of(json.dumps(event(kind))) for kind in ORDER}


@pytest.fixture(autouse=True, scope="module")
def written_down_nowhere():
    """What a call would write, it is: fourteen events of thousands of calls need no table."""

    def write(call, fact, stamps, _tx):
        for name, value in stamps.items():
            setattr(call, name, value)
        call.version = int(call.version) + 1
        call.facts = [*getattr(call, "facts", []), fact]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Call, "_write", write)
        yield


def a_call():
    with tenancy.inside("k3x9p2ab"):
        return Call.new("01JCALL", "p" * 16 + ".1", direction="out", way="connect", agent="awa", centre="lyon", at=1)


def after(events, agent="awa"):
    call = a_call()
    with tenancy.inside("k3x9p2ab"):
        for told in events:
            if call._news(told.stamps, agent, told.why):
                call.learn(told, agent)
    return call


def picture(call):
    return {name: getattr(call, name) for name in (*Call.STAMPS, "state", "why", "agent", "rang_ms", "talked_ms", "result", "wk")}


@cache
def right():
    return picture(after(WHOLE.values()))


def test_a_whole_call_is_reckoned_from_the_times_of_its_events():
    whole = right()
    assert (whole["state"], whole["result"], whole["wk"]) == ("ended", "talked", None)
    assert whole["rang_ms"] == AFTER_SECONDS["CONNECTED_TO_SYSTEM"] * 1000
    assert whole["talked_ms"] == (AFTER_SECONDS["DISCONNECTED"] - AFTER_SECONDS["CONNECTED_TO_AGENT"]) * 1000


def test_every_order_of_the_six_leaves_the_same_call():
    assert all(picture(after(WHOLE[kind] for kind in order)) == right() for order in permutations(ORDER))


@given(st.lists(st.sampled_from(ORDER), min_size=1, max_size=14))
def test_doubles_and_gaps_leave_what_the_latest_event_says(kinds):
    """Each event repeats what was known, so the latest of those that came says it all."""
    latest = max(kinds, key=ORDER.index)
    assert picture(after(WHOLE[kind] for kind in kinds)) == picture(after([WHOLE[latest]]))


@given(st.permutations(ORDER), st.lists(st.sampled_from(ORDER), max_size=6))
def test_events_without_their_own_times_leave_the_same_call_in_any_order(order, again):
    bare = {kind: Told.of(json.dumps(event(kind, bare=True))) for kind in ORDER}
    assert picture(after(bare[kind] for kind in [*order, *again])) == picture(after(bare[kind] for kind in ORDER))


@pytest.mark.parametrize(
    ("until", "result"),
    [(("INITIATED", "DISCONNECTED"), "unanswered"), (("INITIATED", "CONNECTED_TO_SYSTEM", "QUEUED", "DISCONNECTED"), "abandoned"), (ORDER, "talked")],
)
def test_what_became_of_a_call_is_said_in_a_word(until, result):
    call = after([Told.of(json.dumps(event("DISCONNECTED", until=until)))])
    assert (call.result, call.is_live) == (result, False)


def test_the_end_is_told_once_and_what_comes_late_tells_nothing():
    call = after([WHOLE["DISCONNECTED"], *WHOLE.values(), WHOLE["COMPLETED"]])
    assert [type(fact).__name__ for fact in call.facts if fact] == ["CallEnded"]


def test_a_time_of_1970_is_none():
    told = Told.of(json.dumps(event("INITIATED", connectedToSystemTimestamp="1970-01-01T00:00:00.001Z")))
    assert set(told.stamps) == {"initiated_at"}


def test_events_are_read_in_either_spelling():
    small = event("CONNECTED_TO_AGENT")
    large = small | {"detail": {name[0].upper() + name[1:]: value for name, value in small["detail"].items()}}
    assert Told.of(json.dumps(large)) == Told.of(json.dumps(small))


def test_the_sample_of_the_wire_is_read():
    told = Told.of(SAMPLES["connect_contacts"]["Records"][0]["body"])
    assert (told.kind, told.is_ours, told.why, len(told.stamps)) == ("DISCONNECTED", True, "CUSTOMER_DISCONNECT", 5)


@pytest.mark.parametrize("more", [{"channel": "CHAT"}, {"channel": "TASK"}])
def test_what_is_no_call_is_not_ours(more):
    with pytest.raises(NotOurs):
        Told.of(json.dumps(event("INITIATED", **more)))
