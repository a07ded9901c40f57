"""What the relay does when a listener refuses: the first that was refused comes again, and with it all later ones."""

import json
from contextlib import nullcontext
from dataclasses import fields

import pytest

from chalicelib.foundation import aws, relay, tenancy
from chalicelib.foundation.facts import FACTS, Announcement, said_now
from chalicelib.foundation.publication import Publication, is_time
from chalicelib.foundation.relay import Wire
from chalicelib.leads.facts import LeadConfirmed, LeadReleased, OptInLinkRenewed

TENANT, AT = "k3x9p2ab", 1_795_300_000_000
CONFIRMED = LeadConfirmed(lead_id="p.1", form_id="f", centre_id="c", state="confirmed", agent_id="a")
LEAD = {"lead_id": "p.1", "form_id": "f", "centre_id": "c", "state": "pending"}
PUSH = Wire("push", hears=(LeadConfirmed,))


def change(version, fact=CONFIRMED, *, history=False):
    """A record of the stream. Its position is ten times the version."""
    with tenancy.inside(TENANT, by="visitor"), tenancy.history() if history else nullcontext():
        said = said_now(fact)
    image = {"pk": {"S": f"{TENANT}#P#p"}, "sk": {"S": "L#1"}, "v": {"N": str(version)}, "ev": {"S": json.dumps(said)}}
    return {"dynamodb": {"SequenceNumber": str(version * 10), "NewImage": image}}


class Bus:
    """What reaches the bus. `refuses`: versions that it answers with an error, once each; `is_down`: no call arrives."""

    def __init__(self):
        self.calls, self.refuses, self.is_down = [], set(), False

    def answer(self, params, **_):
        if self.is_down:
            raise ConnectionError
        entries = json.loads(params["body"])["Entries"]
        self.calls.append(entries)
        results = [{"ErrorCode": "ThrottlingException"} if version(entry) in self.refuses else {"EventId": "1"} for entry in entries]
        self.refuses -= {version(entry) for entry in entries}
        return FakeAnswer, {"FailedEntryCount": sum("ErrorCode" in one for one in results), "Entries": results}

    @property
    def versions(self):
        return [[version(entry) for entry in entries] for entries in self.calls]


class FakeAnswer:
    status_code = 200


def version(entry):
    return json.loads(entry["Detail"])["data"]["version"]


@pytest.fixture
def bus(world):
    standing = Bus()
    events = aws.client("events").meta.events
    events.register("before-call.events", standing.answer)
    yield standing
    events.unregister("before-call.events", standing.answer)


def relayed(*changes, wires=()):
    failures = relay.relay({"Records": list(changes)}, wires)["batchItemFailures"]
    return [failure["itemIdentifier"] for failure in failures]


def test_a_public_fact_is_on_the_bus_as_it_is_in_a_webhook(bus):
    record = change(3)
    assert relayed(record) == []
    [[entry]] = bus.calls
    said = json.loads(record["dynamodb"]["NewImage"]["ev"]["S"])
    assert entry["Detail"] == Publication.of(Announcement("P#p#L#1:3", TENANT, said["at"], "visitor", 3, CONFIRMED)).body
    assert (entry["EventBusName"], entry["Source"], entry["DetailType"], entry["Resources"]) == (
        "passerelle-test", "passerelle", "lead.confirmed", [TENANT],
    )  # fmt: skip


def test_what_partners_may_not_know_or_happened_long_ago_is_not(bus):
    private = [LeadReleased(**LEAD, was="a", why="timeout"), OptInLinkRenewed(**LEAD)]
    assert relayed(*(change(place, fact) for place, fact in enumerate(private, 1)), change(3, history=True)) == []
    assert bus.calls == []


def test_ten_at_a_time_in_order(bus):
    assert relayed(*map(change, range(1, 26))) == []
    assert bus.versions == [list(range(1, 11)), list(range(11, 21)), list(range(21, 26))]


def test_what_the_bus_refuses_comes_again_and_nothing_overtakes_it_in_a_later_call(bus):
    bus.refuses = {14, 17}
    changes = [change(place) for place in range(1, 26)]
    assert relayed(*changes) == ["140"]
    assert bus.versions == [list(range(1, 11)), list(range(11, 21))]
    assert relayed(*changes[13:]) == []
    assert bus.versions[2:] == [list(range(14, 24)), [24, 25]]


def test_a_bus_that_is_down_keeps_nobody_else_waiting_and_loses_nothing(bus):
    bus.is_down = True
    assert relayed(change(1), change(2), wires=[PUSH]) == ["10"]
    assert len(waiting("push")) == 2
    bus.is_down = False
    assert relayed(change(1), change(2)) == []
    assert bus.versions == [[1, 2]]


def test_a_queue_that_is_away_keeps_no_other_listener_waiting(bus):
    assert relayed(change(1), wires=[Wire("no-such-queue", hears=(LeadConfirmed,)), PUSH]) == ["10"]
    assert len(waiting("push")) == 1
    assert bus.versions == [[1]]


def test_a_fact_that_cannot_be_told_is_the_one_that_comes_again(bus):
    def group(said):
        if said.version == 2:
            raise ValueError
        return "g"

    assert relayed(change(1), change(2), change(3), wires=[Wire("fan-webhook.fifo", hears=(LeadConfirmed,), group=group)]) == ["20"]
    assert bus.versions == [[1]]
    assert len(waiting("fan-webhook.fifo")) == 1


def test_ten_of_the_longest_facts_fit_into_one_call():
    lengths = [len(told.body) for told in map(longest, FACTS.values()) if told]
    assert 500 < max(lengths) < 256 * 1024 / relay.AT_ONCE


def longest(kind):
    """Its publication with every value as long as it may be."""
    values = {field.name: AT if is_time(field.name) else "x" * 200 for field in fields(kind)}
    return kind.PUBLIC and Publication.of(Announcement("x" * 200, TENANT, AT, "user:a", 9999, kind(**values)))


def waiting(wire):
    asked = {"QueueUrl": aws.queue_url(wire), "MaxNumberOfMessages": 10}
    return aws.client("sqs").receive_message(**asked).get("Messages", [])
