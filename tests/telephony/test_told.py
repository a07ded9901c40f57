"""Events come late, twice, in any order, or not at all: whatever comes, one call is right."""

import json
from datetime import timedelta
from functools import cache
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.errors import AlreadyDone
from chalicelib.telephony.legs import STAMPS
from chalicelib.telephony.models import END_UNKNOWN, LIVE_MS, UNANSWERED_MS, Call
from chalicelib.telephony.told import NotOurs, Told
from tests.house.test_samples import SAMPLES
from tests.telephony.conftest import CONTACT
from tests.telephony.contacts import AFTER_SECONDS, BEGAN, ORDER, event

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


def a_call(way="connect"):
    with tenancy.inside("k3x9p2ab"):
        call = Call.new("01JCALL", "p" * 16 + ".1", direction="out", way=way, agent="awa", centre="lyon", at=clock.to_ms(BEGAN))
    call.contact = CONTACT
    return call


NAMES = {"awa-there": "awa", "marc-there": "marc", "nadia-there": "nadia"}


def after(events, agent="awa", call=None):
    call = call or a_call()
    with tenancy.inside("k3x9p2ab"):
        for told in events:
            try:
                call.learn(told, NAMES.get(told.agent, agent) if told.agent else None)
            except AlreadyDone:
                continue
    return call


def picture(call):
    seen = (*STAMPS, "state", "why", "agent", "agents", "legs", "rang_ms", "talked_ms", "result", "wk", "ws", "dv", "dk", "ds")
    return {name: getattr(call, name) for name in seen}


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


def leg(kind, contact, before, agent, since, **more):
    """What is told of a contact to which the person was handed on, `since` seconds after the first began."""
    linked = {"initialContactId": CONTACT, "previousContactId": before}
    return Told.of(json.dumps(event(kind, contact=contact, agent=agent, began=BEGAN + timedelta(seconds=since), **(linked | more))))


def parts(*kinds, method="TRANSFER"):
    """Awa hands the person on to Marc, and he to Nadia: each contact as it was told."""
    told = [Told.of(json.dumps(event(kind, agent="awa-there"))) for kind in kinds]
    told += [leg(kind, "second", CONTACT, "marc-there", 190, initiationMethod=method) for kind in kinds]
    return told + [leg(kind, "third", "second", "nadia-there", 380, initiationMethod=method) for kind in kinds]


SPOKE = (AFTER_SECONDS["DISCONNECTED"] - AFTER_SECONDS["CONNECTED_TO_AGENT"]) * 1000
TELLING = ("CONNECTED_TO_AGENT", "DISCONNECTED")


@pytest.mark.parametrize("method", ["QUEUE_TRANSFER", "TRANSFER"])
def test_a_call_that_is_handed_on_is_one_with_each_agent_and_their_talk_summed(method):
    call = after(parts(*ORDER, method=method))
    assert (call.state, call.result, call.agents, call.talked_ms) == ("ended", "talked", ["awa", "marc", "nadia"], 3 * SPOKE)
    assert [(one.contact, one.agent, one.talked_ms) for one in call.legs] == [
        (CONTACT, "awa", SPOKE),
        ("second", "marc", SPOKE),
        ("third", "nadia", SPOKE),
    ]
    assert call.dv.endswith("#awa,marc,nadia")


def test_every_order_of_what_is_told_of_three_legs_leaves_the_same_call():
    told, whole = parts(*TELLING), picture(after(parts(*ORDER)))
    legs = [picture(after(order)) for order in permutations(told)]
    assert all(one == legs[0] for one in legs)
    assert {name: legs[0][name] for name in ("agents", "talked_ms", "result", "state")} == {
        name: whole[name] for name in ("agents", "talked_ms", "result", "state")
    }


@given(st.permutations(parts(*ORDER)), st.lists(st.sampled_from(parts(*ORDER)), max_size=9))
def test_legs_in_any_order_and_told_twice_leave_the_same_call(order, again):
    assert picture(after([*order, *again])) == picture(after(parts(*ORDER)))


def test_while_one_speaks_and_another_has_handed_on_only_who_speaks_is_on_the_line():
    first, second = parts(*TELLING)[:2], parts(*TELLING)[2]
    call = after([*first, second])
    assert (call.state, call.talked_ms, call.ws.split("#")[1]) == ("talking", None, "marc")
    assert [type(fact).__name__ for fact in call.facts if fact] == ["CallConnected", "CallEnded", "CallConnected"]


def lapsed(after_ms, told=(), way="connect"):
    call = after(told, call=a_call(way))
    with tenancy.inside("k3x9p2ab"), clock.held_at(BEGAN + timedelta(milliseconds=after_ms)):
        call.lapse()
    return call


@pytest.mark.parametrize(
    ("told", "way", "bound"),
    [
        ((), "connect", UNANSWERED_MS), (("INITIATED",), "connect", UNANSWERED_MS), (("CONNECTED_TO_AGENT",), "connect", LIVE_MS["connect"]),
        ((), "hand", LIVE_MS["hand"]),
    ],
)  # fmt: skip
def test_a_call_whose_end_never_came_is_over_after_its_time_and_not_before(told, way, bound):
    events = [WHOLE[kind] for kind in told]
    early = lapsed(bound - 1, events, way)
    assert early.state != "ended"
    assert early.ds > f"{BEGAN:%Y%m%dT%H%M}", "it is looked at again"
    late = lapsed(bound, events, way)
    assert (late.state, late.result, late.talked_ms, late.wk, late.dk) == ("ended", "unknown", None, None, None)
    assert late.facts[-1].why == END_UNKNOWN


def test_what_comes_after_all_corrects_a_call_that_lapsed():
    call = lapsed(UNANSWERED_MS, [WHOLE["INITIATED"]])
    assert {**picture(after([WHOLE["COMPLETED"]], call=call)), "why": None} == {**right(), "why": None}


def test_who_speaks_after_all_is_on_the_line_again():
    call = lapsed(UNANSWERED_MS, [WHOLE["INITIATED"]])
    with clock.held_at(BEGAN + timedelta(milliseconds=UNANSWERED_MS + 1)):
        after([WHOLE["CONNECTED_TO_AGENT"]], call=call)
    assert (call.state, call.lapsed_at, call.ws.split("#")[1], bool(call.dk)) == ("talking", None, "awa", True)
