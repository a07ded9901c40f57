"""The crier: reads the unsaid facts off the stream and invokes the wires until the house is quiet.

It knows the fact → wire map of `app.py` only, and lets through what production's filter does, so a journey tests the wiring too.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import botocore.session

from infra.local.sqs_event import sqs_event
from infra.local.stream_event import stream_event
from infra.local.template import document

ROUNDS = 50
WIRES = Path(__file__).parents[1] / "infra" / "cloud" / "wires.yaml"
STREAM = document(WIRES)["Resources"]["Relay"]["Properties"]["Events"]["RelayDynamodbEventSource"]["Properties"]
[PATTERN] = [json.loads(one["Pattern"]) for one in STREAM["FilterCriteria"]["Filters"]]


class Crier:
    def __init__(self, app: ModuleType):
        self.app = app
        session = botocore.session.get_session()
        self.streams, self.sqs = session.create_client("dynamodbstreams"), session.create_client("sqs")
        self.arn = session.create_client("dynamodb").describe_table(TableName="passerelle-test-main")["Table"]["LatestStreamArn"]
        self.shard = self.streams.describe_stream(StreamArn=self.arn)["StreamDescription"]["Shards"][0]["ShardId"]
        self.last: str | None = None
        self._heard()
        self.queues = {name: self._url(name) for name in _queues(app)}

    def cry(self) -> int:
        """Deliver everything that is waiting; answers how many stream records and messages that was."""
        delivered = 0
        for _ in range(ROUNDS):
            now = self._relay() + sum(self._deliver(name) for name in self.queues)
            if not now:
                return delivered
            delivered += now
        raise AssertionError("the house is never quiet")

    def _relay(self) -> int:
        records = self._heard()
        if heard := [record for record in records if _passes(record, PATTERN)]:
            answer = self.app.relay(stream_event(heard, self.arn), None)
            assert answer == {"batchItemFailures": []}
        return len(records)

    def _heard(self) -> list[dict[str, Any]]:
        # A place of its own each time: after a refused transaction moto puts its tables back, and an older place would lead to what never was.
        place = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": self.last} if self.last else {"ShardIteratorType": "TRIM_HORIZON"}
        iterator = self.streams.get_shard_iterator(StreamArn=self.arn, ShardId=self.shard, **place)["ShardIterator"]
        records: list[dict[str, Any]] = self.streams.get_records(ShardIterator=iterator)["Records"]
        if records:
            self.last = records[-1]["dynamodb"]["SequenceNumber"]
        return records

    def _deliver(self, queue: str) -> int:
        asked = {"QueueUrl": self.queues[queue], "MaxNumberOfMessages": 10, "MessageSystemAttributeNames": ["All"]}
        messages = self.sqs.receive_message(**asked).get("Messages", [])
        if messages:
            failed = self._invoke(queue, messages)
            for message in messages:
                if message["MessageId"] not in failed:
                    self.sqs.delete_message(QueueUrl=self.queues[queue], ReceiptHandle=message["ReceiptHandle"])
        return len(messages)

    def _invoke(self, queue: str, messages: list[dict[str, Any]]) -> set[str]:
        handler = getattr(self.app, queue.removesuffix(".fifo").replace("-", "_"))
        arn = f"arn:aws:sqs:eu-west-3:123456789012:passerelle-test-{queue}"
        answer = handler(sqs_event(messages, arn), None)
        return {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}

    def _url(self, name: str) -> str:
        return str(self.sqs.get_queue_url(QueueName=f"passerelle-test-{name}")["QueueUrl"])


def _passes(value: Any, pattern: Any) -> bool:
    """As Lambda filters, as far as our pattern goes."""
    if pattern == [{"exists": True}]:
        return value is not None
    return isinstance(value, dict) and all(_passes(value.get(name), inner) for name, inner in pattern.items())


def _queues(app: ModuleType) -> list[str]:
    return [source.queue.removeprefix("passerelle-test-") for source in app.app.event_sources if hasattr(source, "queue")]
