"""Where what failed too often lies, and the way home from there. Nothing leaves a pile before it has arrived at home.

Messages go home one by one and by us, not by SQS's own StartMessageMoveTask, which knows no other way home than a queue, while partners' letters
came from EventBridge. In a FIFO queue a message is known again by the id that it had among the dead: stopped between its arrival and its
leaving, it arrives once all the same. Elsewhere it may arrive twice, which changes nothing here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Protocol

from infra.deploy.account import Account
from infra.operate.letters import Letter
from infra.trouble import Trouble

LOOKED_AT = 1000
HELD_SECONDS = 60
BATCH = 10


DEAD = "-dlq"
PARTNER, RELAY = "partner", "relay"


def pile(account: Account, stage: str, name: str) -> Pile:
    """The pile of a queue, by the name of its wire; of `partner`, or of the `relay`. Raises `Trouble` for any other."""
    if name == RELAY:
        return PutAside(account, stage)
    prefix = f"passerelle-{stage}-"
    listed = account.client("sqs").list_queues(QueueNamePrefix=prefix).get("QueueUrls", [])
    queues = {queue.removeprefix(prefix).partition(DEAD)[0]: queue for url in listed if DEAD in (queue := url.rpartition("/")[2])}
    wanted = name.removesuffix(".fifo").removesuffix(DEAD)
    if wanted not in queues:
        raise Trouble(f"{name} has no dead-letter queue in {stage}. QUEUE may be {', '.join(sorted({*queues, RELAY}))}.")
    return PartnerLetters(account, stage) if wanted == PARTNER else DeadLetters(account, queues[wanted])


class Pile(Protocol):
    name: str
    home: str

    def count(self) -> int:
        """About how many."""

    def look(self) -> list[Letter]:
        """As many of them as can be seen without taking them away, up to a thousand."""

    def send_home(self) -> Iterator[None]:
        """One after the other, the oldest first where order matters. May be left at any moment."""


class _DeadQueue:
    """What stands before a queue's or a bus's own way home."""

    home: str

    def __init__(self, account: Account, name: str) -> None:
        self.name, self.sqs = name, account.client("sqs")

    @cached_property
    def url(self) -> str:
        return str(self.sqs.get_queue_url(QueueName=self.name)["QueueUrl"])

    def count(self) -> int:
        asked = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        return sum(map(int, self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=asked)["Attributes"].values()))

    def look(self) -> list[Letter]:
        held: list[dict[str, Any]] = []
        try:
            while len(held) < LOOKED_AT and (more := self._take()):
                held += more
        finally:
            self._give_back(held)
        return [Letter.of(message["Body"], _sent(message)) for message in held]

    def send_home(self) -> Iterator[None]:
        while batch := self._take():
            try:
                while batch:
                    self.send(batch[0])
                    self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=batch[0]["ReceiptHandle"])
                    del batch[0]
                    yield
            finally:
                self._give_back(batch)

    def send(self, message: dict[str, Any]) -> None:
        raise NotImplementedError

    def _take(self) -> list[dict[str, Any]]:
        taken: list[dict[str, Any]] = self.sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=BATCH, VisibilityTimeout=HELD_SECONDS, WaitTimeSeconds=1,
            MessageSystemAttributeNames=["All"], MessageAttributeNames=["All"],
        ).get("Messages", [])  # fmt: skip
        return taken

    def _give_back(self, messages: list[dict[str, Any]]) -> None:
        for message in messages:
            self.sqs.change_message_visibility(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)


class DeadLetters(_DeadQueue):
    """Of one of our queues: home is that queue. A FIFO queue hands out a group's next ten only once those before have left, so order holds."""

    def __init__(self, account: Account, name: str) -> None:
        super().__init__(account, name)
        self.home = name.replace(DEAD, "")

    def send(self, message: dict[str, Any]) -> None:
        group = message["Attributes"].get("MessageGroupId")
        where = {"MessageGroupId": group} if group else {}
        once = {"MessageDeduplicationId": message["MessageId"]} if self.home.endswith(".fifo") else {}
        told = {"MessageAttributes": message["MessageAttributes"]} if "MessageAttributes" in message else {}
        self.sqs.send_message(QueueUrl=self._home_url, MessageBody=message["Body"], **where, **once, **told)

    @cached_property
    def _home_url(self) -> str:
        return str(self.sqs.get_queue_url(QueueName=self.home)["QueueUrl"])


class PartnerLetters(_DeadQueue):
    """What a partner's bus did not take: home is our bus, whose rules send it on. They know a fact by the id in it."""

    def __init__(self, account: Account, stage: str) -> None:
        super().__init__(account, f"passerelle-{stage}-{PARTNER}{DEAD}")
        self.home, self.events = f"passerelle-{stage}", account.client("events")

    def send(self, message: dict[str, Any]) -> None:
        said = json.loads(message["Body"])
        entry = {
            "EventBusName": self.home, "Source": said["source"], "DetailType": said["detail-type"], "Resources": said["resources"],
            "Time": said["time"], "Detail": json.dumps(said["detail"], separators=(",", ":")),
        }  # fmt: skip
        answer = self.events.put_events(Entries=[entry])
        if answer["FailedEntryCount"]:
            raise Trouble(f"The bus did not take it: {answer['Entries'][0]['ErrorCode']}. It stays where it was; the same command goes on.")


@dataclass
class PutAside:
    """Batches of the stream that the relay gave up on, whole, in the bucket of failures: home is the relay."""

    account: Account
    stage: str

    def __post_init__(self) -> None:
        self.name, self.home = f"passerelle-{self.stage}-failures-{self.account.number}", "the relay"
        self.s3 = self.account.client("s3")

    def count(self) -> int:
        return len(self._objects())

    def look(self) -> list[Letter]:
        changes = ((record["dynamodb"], one["LastModified"]) for one in self._objects()[:LOOKED_AT] for record in self._records(one))
        return [Letter.of_change(change, since) for change, since in changes if "ev" in change.get("NewImage", {})]

    def send_home(self) -> Iterator[None]:
        for one in self._objects():
            self._relay(self._records(one))
            self.s3.delete_object(Bucket=self.name, Key=one["Key"])
            yield

    def _relay(self, records: list[dict[str, Any]]) -> None:
        payload = json.dumps({"Records": records}).encode()
        answer = self.account.client("lambda").invoke(FunctionName=self._function, Payload=payload)
        said = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError") or said.get("batchItemFailures"):
            raise Trouble("The relay fails again; its log says why. What it has not told stays where it was; the same command goes on.")

    @cached_property
    def _function(self) -> str:
        asked = {"StackName": f"passerelle-{self.stage}", "LogicalResourceId": "Relay"}
        found: str = self.account.client("cloudformation").describe_stack_resource(**asked)["StackResourceDetail"]["PhysicalResourceId"]
        return found

    def _objects(self) -> list[dict[str, Any]]:
        """The oldest first."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix="aws/lambda/")
        try:
            return sorted((one for page in pages for one in page.get("Contents", [])), key=lambda one: (one["LastModified"], one["Key"]))
        except self.s3.exceptions.NoSuchBucket:
            raise Trouble(f"There is no bucket {self.name}: only a stage that make deploy made has one.") from None

    def _records(self, one: dict[str, Any]) -> list[dict[str, Any]]:
        kept = json.loads(self.s3.get_object(Bucket=self.name, Key=one["Key"])["Body"].read())
        records: list[dict[str, Any]] = json.loads(kept["payload"])["Records"]
        return records


def _sent(message: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC)
