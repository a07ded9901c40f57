"""Reads a table's stream and hands it to the handler, as Lambda's event source mapping does in production.

From `TRIM_HORIZON` at first, then from where it stopped; a batch that fails comes again from the first record that failed, an
exception halves it, and a record that fails too often is put aside whole, so that the others go on.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.invocation import Handler, invoke
from infra.local.settings import Trouble
from infra.local.stack import CHECKPOINTS, client
from infra.local.stream_event import stream_event

log = logging.getLogger("wires")

IDLE_POLL = 0.25
BUSY_POLL = 0.02
BUSY_FOR = 1.0
TRIES = 6
BEGINNING = "0"


class StreamWire:
    def __init__(self, name: str, table: str, batch_size: int, handler: Handler, endpoint: str, put_aside: Path) -> None:
        self.name, self.table, self.batch_size, self.handler, self.put_aside = name, table, batch_size, handler, put_aside
        self.streams, self.dynamodb = client("dynamodbstreams", endpoint), client("dynamodb", endpoint)
        self.checkpoints = f"{table.rpartition('-')[0]}-{CHECKPOINTS}"
        self.arn: str = self.dynamodb.describe_table(TableName=table)["Table"]["LatestStreamArn"]
        self.position = self._kept_position()
        self.nudged = threading.Event()
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._follow, name=name, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.stopping.set()
        self.nudged.set()

    def finish(self, seconds: float) -> None:
        self.thread.join(seconds)

    def has_work(self) -> bool:
        """Whether the stream holds a record that we have not passed."""
        page = self.streams.get_records(ShardIterator=self._iterator(), Limit=1)
        return any(_is_after(record, self.position) for record in page["Records"])

    def wake(self) -> None:
        """Something was just written: look now, not at the next tick."""
        self.nudged.set()

    def _follow(self) -> None:
        iterator, busy_until = None, 0.0
        while not self.stopping.is_set():
            try:
                iterator = iterator or self._iterator()
                page = self.streams.get_records(ShardIterator=iterator, Limit=1000)
                iterator = page.get("NextShardIterator")
                self._settle([record for record in page["Records"] if _is_after(record, self.position)])
                if page["Records"] or self.nudged.is_set():
                    busy_until = time.monotonic() + BUSY_FOR
            except (BotoCoreError, ClientError) as error:
                iterator = None
                if not self.stopping.wait(1):
                    log.warning("%s: %s", self.name, error)
            self.nudged.clear()
            self.nudged.wait(BUSY_POLL if time.monotonic() < busy_until else IDLE_POLL)

    def _settle(self, records: list[dict[str, Any]]) -> None:
        size, tries = self.batch_size, 0
        while records and not self.stopping.is_set():
            batch = records[:size]
            done, raised = self._deliver(batch)
            if done:
                self._passed(batch[done - 1])
                records, tries = records[done:], 0
            if done == len(batch):
                size = self.batch_size
            elif raised and len(batch) > 1:
                size = len(batch) // 2
            elif not done:
                tries += 1
                self.stopping.wait(0.1 * 2**tries)
                if tries == TRIES:
                    self._put_aside(records[0])
                    records, tries = records[1:], 0

    def _deliver(self, batch: list[dict[str, Any]]) -> tuple[int, bool]:
        """How many of the batch are done, counted from its beginning, and whether the handler raised."""
        try:
            answer = invoke(self.handler, self.name, stream_event(batch, self.arn)) or {}
        except Exception:
            log.exception("%s failed with a batch of %d", self.name, len(batch))
            return 0, True
        failed = {failure["itemIdentifier"] for failure in answer.get("batchItemFailures", [])}
        return next((place for place, record in enumerate(batch) if _place(record) in failed), len(batch)), False

    def _put_aside(self, record: dict[str, Any]) -> None:
        """With its full payload, since a later change of the item overwrites the fact."""
        self.put_aside.mkdir(parents=True, exist_ok=True)
        kept = self.put_aside / f"{self.name}-{_place(record)}.json"
        kept.write_text(json.dumps(stream_event([record], self.arn), indent=2))
        log.error("%s gave up on one record after %d tries; it is kept in %s", self.name, TRIES, kept)
        self._passed(record)

    def _passed(self, record: dict[str, Any]) -> None:
        self.position = _place(record)
        self._keep_position(self.position)

    def _keep_position(self, position: str) -> None:
        self.dynamodb.put_item(TableName=self.checkpoints, Item={"stream": {"S": self.table}, "position": {"S": position}})

    def _kept_position(self) -> str:
        row = self.dynamodb.get_item(TableName=self.checkpoints, Key={"stream": {"S": self.table}}).get("Item")
        if row is None:
            self._keep_position(BEGINNING)  # Known as a reader from now on, so that what it has not read is kept.
        return str(row["position"]["S"]) if row else BEGINNING

    def _iterator(self) -> str:
        """From where we stopped, or from the oldest record when that place is not known any more (the emulator keeps unread records only)."""
        shards = self.streams.describe_stream(StreamArn=self.arn)["StreamDescription"]["Shards"]
        if len(shards) != 1:
            raise Trouble(f"The stream of {self.table} has {len(shards)} shards; the local house reads one.")
        asked = {"StreamArn": self.arn, "ShardId": shards[0]["ShardId"]}
        if self.position != BEGINNING:
            try:
                after = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": self.position}
                return str(self.streams.get_shard_iterator(**asked, **after)["ShardIterator"])
            except self.streams.exceptions.TrimmedDataAccessException:
                pass
        return str(self.streams.get_shard_iterator(**asked, ShardIteratorType="TRIM_HORIZON")["ShardIterator"])


def _place(record: dict[str, Any]) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


def _is_after(record: dict[str, Any], position: str) -> bool:
    return _place(record).zfill(40) > position.zfill(40)
