"""Polls a queue and hands its messages to the handler, as Lambda's event source mapping does with `ReportBatchItemFailures`."""

from __future__ import annotations

import logging
import threading
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.invocation import Handler, invoke
from infra.local.sqs_event import sqs_event
from infra.local.stack import client

log = logging.getLogger("wires")

LONG_POLL_SECONDS = 5
POLLERS = 2  # Two: a slow message of one group does not hold back the other groups.


class QueueWire:
    """One queue, one handler. `hidden_for` shortens how long a failed message stays hidden (the tests cannot wait minutes)."""

    def __init__(self, name: str, queue: str, batch_size: int, handler: Handler, endpoint: str, hidden_for: int | None = None) -> None:
        self.name, self.batch_size, self.handler = name, batch_size, handler
        self.sqs = client("sqs", endpoint)
        self.url = self.sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        self.arn = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        self.visibility = {} if hidden_for is None else {"VisibilityTimeout": hidden_for}
        self.stopping = threading.Event()
        self.at_work = [threading.Lock() for _ in range(POLLERS)]
        self.threads = [threading.Thread(target=self._poll, args=(lock,), name=name, daemon=True) for lock in self.at_work]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.stopping.set()

    def finish(self, seconds: float) -> None:
        """Wait for what is being delivered, not for those who only wait for a message."""
        for lock in self.at_work:
            lock.acquire(timeout=seconds)

    def has_work(self) -> bool:
        counts = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"]
        answer = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=counts)["Attributes"]
        return any(int(count) for count in answer.values())

    def _poll(self, at_work: threading.Lock) -> None:
        while not self.stopping.is_set():
            try:
                messages = self._receive()
                with at_work:
                    self._take(messages)
            except (BotoCoreError, ClientError) as error:
                if not self.stopping.wait(1):
                    log.warning("%s: %s", self.name, error)

    def _receive(self) -> list[dict[str, Any]]:
        received: list[dict[str, Any]] = self.sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=min(10, self.batch_size), WaitTimeSeconds=LONG_POLL_SECONDS,
            MessageSystemAttributeNames=["All"], MessageAttributeNames=["All"], **self.visibility,
        ).get("Messages", [])  # fmt: skip
        return received

    def _take(self, messages: list[dict[str, Any]]) -> None:
        """What comes when we are already leaving is given back at once."""
        if self.stopping.is_set():
            for message in messages:
                self.sqs.change_message_visibility(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
        elif messages:
            self.deliver(messages)

    def deliver(self, messages: list[dict[str, Any]]) -> None:
        """Delete what succeeded; what failed comes back when its visibility ends, and at last goes to the dead-letter queue."""
        try:
            answer = invoke(self.handler, self.name, sqs_event(messages, self.arn)) or {}
        except Exception:
            log.exception("%s failed with all of %d messages", self.name, len(messages))
            return
        failed = {failure["itemIdentifier"] for failure in answer.get("batchItemFailures", [])}
        done = [message for message in messages if message["MessageId"] not in failed]
        if done:
            entries = [{"Id": str(place), "ReceiptHandle": message["ReceiptHandle"]} for place, message in enumerate(done)]
            self.sqs.delete_message_batch(QueueUrl=self.url, Entries=entries)
        if failed:
            log.warning("%s: %d of %d will come again", self.name, len(failed), len(messages))
