"""Queues and streams deliver as Lambda does: what failed comes again, what succeeded does not, order holds."""

import json
import time

import pytest

from infra.local import stream
from infra.local.clock import seconds_of
from infra.local.queues import QueueWire
from infra.local.settings import Trouble
from infra.local.stream import StreamWire
from tests.emulator import SETTINGS, await_that

TABLE = "passerelle-test-main"


@pytest.fixture
def emulator(emulator_process):
    emulator_process.rewind()
    return emulator_process


@pytest.fixture
def queue(emulator):
    """A FIFO queue's wire whose handler fails for the bodies in `refused`."""
    started = []

    def start(refused):
        def handler(event, _context):
            bodies = {record["messageId"]: record["body"] for record in event["Records"]}
            wire.heard += bodies.values()
            return {"batchItemFailures": [{"itemIdentifier": key} for key, body in bodies.items() if body in refused]}

        wire = QueueWire("distribute", "passerelle-test-distribute.fifo", 10, handler, SETTINGS.aws_endpoint, hidden_for=1)
        wire.heard = []
        wire.start()
        started.append(wire)
        return wire

    yield start
    for wire in started:
        wire.stop()


def send(wire, body, group):
    wire.sqs.send_message(QueueUrl=wire.url, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=body)


def test_only_what_failed_comes_again_and_holds_back_its_own_group(queue):
    refused = {"a1"}
    wire = queue(refused)
    send(wire, "a1", "a")
    await_that(lambda: wire.heard == ["a1"])
    send(wire, "a2", "a")
    send(wire, "b1", "b")
    await_that(lambda: "b1" in wire.heard)
    refused.clear()
    await_that(lambda: not wire.has_work())
    assert wire.heard == ["a1", "b1", "a1", "a2"]


def test_an_exception_leaves_the_whole_batch_in_the_queue(emulator, queue):
    wire = queue(set())
    wire.stop()
    send(wire, "a1", "a")
    [message] = wire._receive() or wire._receive()

    def broken(*_):
        raise RuntimeError

    wire.handler = broken
    wire.deliver([message])
    assert wire.has_work()


@pytest.fixture
def follow(emulator, tmp_path):
    """A stream's wire that hears the sort keys of what was written."""
    started = []

    def start(handler, batch_size=10):
        wire = StreamWire("relay", TABLE, batch_size, handler, SETTINGS.aws_endpoint, tmp_path)
        wire.start()
        started.append(wire)
        return wire

    yield start
    for wire in started:
        wire.stop()
        wire.finish(5)


def write(emulator, *names):
    for name in names:
        emulator.client("dynamodb").put_item(TableName=TABLE, Item={"pk": {"S": "t"}, "sk": {"S": name}, "said": {"S": name}})


def names(event):
    return [record["dynamodb"]["Keys"]["sk"]["S"] for record in event["Records"]]


def test_records_come_again_from_the_first_that_failed(emulator, follow):
    heard, failing = [], {"c"}

    def handler(event, _context):
        heard.append(names(event))
        failed = [record for record in event["Records"] if record["dynamodb"]["Keys"]["sk"]["S"] in failing]
        failing.clear()
        return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]} for record in failed]}

    write(emulator, "a", "b", "c", "d")
    follow(handler)
    await_that(lambda: len(heard) == 2)
    assert heard == [["a", "b", "c", "d"], ["c", "d"]]


def test_a_poisonous_record_is_put_aside_whole_and_the_others_go_on(emulator, follow, tmp_path, monkeypatch):
    monkeypatch.setattr(stream, "TRIES", 1)
    heard = []

    def handler(event, _context):
        if "poison" in names(event):
            raise RuntimeError
        heard.extend(names(event))

    write(emulator, "a", "b", "poison", "c")
    follow(handler)
    await_that(lambda: heard[-1:] == ["c"])
    assert heard == ["a", "b", "c"]
    [kept] = tmp_path.glob("relay-*.json")
    assert json.loads(kept.read_text())["Records"][0]["dynamodb"]["NewImage"]["said"] == {"S": "poison"}


def test_a_reader_goes_on_where_the_one_before_it_stopped(emulator, follow):
    heard = []
    write(emulator, "a")
    first = follow(lambda event, _: heard.extend(names(event)))
    await_that(lambda: heard == ["a"] and not first.has_work())
    first.stop()
    first.finish(5)
    write(emulator, "b")
    follow(lambda event, _: heard.extend(names(event)))
    await_that(lambda: heard == ["a", "b"])


def test_a_write_is_heard_at_once(emulator, follow):
    heard = []
    wire = follow(lambda event, _: heard.extend(names(event)))
    time.sleep(0.3)
    began = time.monotonic()
    write(emulator, "a")
    wire.wake()
    await_that(lambda: heard)
    assert time.monotonic() - began < 0.5


def test_only_rates_are_ticked():
    assert [seconds_of(text) for text in ("rate(1 minute)", "rate(5 minutes)", "rate(1 day)")] == [60, 300, 86400]
    with pytest.raises(Trouble, match="cron"):
        seconds_of("cron(0 8 * * ? *)")
