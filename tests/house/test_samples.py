"""`events/` holds what AWS really sends; the local house must send the same, and the app must understand it."""

import json
from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from chalice.app import ScheduledEventConfig, SQSEventConfig

from app import app
from chalicelib.foundation.facts import Announcement
from chalicelib.messaging.notices import texts_in
from infra.local.clock import scheduled_event
from infra.local.sqs_event import sqs_event
from infra.local.stream_event import stream_event
from infra.local.template import TEMPLATE as TEMPLATE_FILE

SAMPLES = {path.stem: json.loads(path.read_text()) for path in (Path(__file__).parents[2] / "events").glob("*.json")}
SOURCES = {source.name: source for source in app.event_sources}
QUEUES = {name: source for name, source in SOURCES.items() if isinstance(source, SQSEventConfig)}
TEMPLATE = TEMPLATE_FILE.read_text()


def shape(value):
    """Keys at every depth, without the values."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    return [shape(item) for item in value] if isinstance(value, list) else None


def test_every_wire_has_one_sample_and_every_sample_a_wire():
    sockets = {config.name for config in app.websocket_handlers.values()}
    assert set(SAMPLES) == set(SOURCES) | sockets


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_its_function_and_its_sample_share_one_name(name):
    queue = QUEUES[name].queue
    assert f"QueueName: !Sub {queue.replace('-test-', '-${Stage}-')}\n" in TEMPLATE
    assert queue.removeprefix("passerelle-test-").removesuffix(".fifo").replace("-", "_") == name
    assert all(record["eventSourceARN"].endswith(queue.replace("-test-", "-prod-")) for record in SAMPLES[name]["Records"])


@pytest.mark.parametrize("name", QUEUES)
def test_the_house_hands_over_messages_as_the_sample_shows(name):
    for record in SAMPLES[name]["Records"]:
        received = {
            "MessageId": record["messageId"], "ReceiptHandle": record["receiptHandle"], "Body": record["body"],
            "MD5OfBody": record["md5OfBody"], "Attributes": record["attributes"],
        }  # fmt: skip
        assert sqs_event([received], record["eventSourceARN"]) == {"Records": [record]}


@pytest.mark.parametrize("name", sorted(set(QUEUES) - {"send_webhook", "mail_events", "connect_contacts"}))
def test_the_app_reads_the_fact_in_the_sample(name):
    record = SAMPLES[name]["Records"][0]
    said = Announcement.from_json(record["body"])
    assert json.loads(said.to_json()) == json.loads(record["body"])


def test_the_app_reads_what_people_write_in_the_sample():
    _, *notices = SAMPLES["relance"]["Records"]
    read = [text for record in notices for text in texts_in(record["body"])]
    assert [(text.channel, text.number, text.words) for text in read] == [
        (one, "+33612345678", "Oui, demain après 18h") for one in ("sms", "whatsapp")
    ]


def test_the_house_hands_over_stream_records_as_the_sample_shows():
    records = SAMPLES["relay"]["Records"]
    assert stream_event(map(_as_read, records), records[0]["eventSourceARN"]) == {"Records": records}


def test_binary_values_are_base64_again_in_the_function():
    image = {"a": {"B": b"\x00\x01"}, "b": {"BS": [b"\x02"]}, "c": {"M": {"d": {"L": [{"B": b"\x03"}]}}}}
    change = {"ApproximateCreationDateTime": datetime.fromtimestamp(0, UTC), "NewImage": image}
    [record] = stream_event([{"dynamodb": change}], "arn")["Records"]
    assert record["dynamodb"]["NewImage"] == {"a": {"B": "AAE="}, "b": {"BS": ["Ag=="]}, "c": {"M": {"d": {"L": [{"B": "Aw=="}]}}}}


def test_the_house_ticks_as_the_sample_shows():
    [clock] = [source.name for source in SOURCES.values() if isinstance(source, ScheduledEventConfig)]
    assert shape(scheduled_event(clock, 0)) == shape(SAMPLES[clock])


def _as_read(record):
    """The record as the SDK gives it: times are times, binary values are bytes, and it does not know its own stream."""
    at = datetime.fromtimestamp(record["dynamodb"]["ApproximateCreationDateTime"], UTC)
    change = {**record["dynamodb"], "ApproximateCreationDateTime": at}
    for image in ("NewImage", "OldImage"):
        if image in change:
            change[image] = {name: {"B": b64decode(value["B"])} if "B" in value else value for name, value in change[image].items()}
    return {name: value for name, value in {**record, "dynamodb": change}.items() if name != "eventSourceARN"}
