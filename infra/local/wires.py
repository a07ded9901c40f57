"""Every wire that the app registers: its queues, its streams and its clocks."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from chalice.app import DynamoDBEventConfig, ScheduledEventConfig, ScheduleExpression, SQSEventConfig

from infra.local.clock import ClockWire
from infra.local.queues import QueueWire
from infra.local.settings import Trouble
from infra.local.stream import StreamWire

Wire = QueueWire | StreamWire | ClockWire


class Wires:
    """`hidden_for`: see `QueueWire`."""

    def __init__(self, app: Any, stage: str, endpoint: str, put_aside: Path, hidden_for: int | None = None) -> None:
        self.stage, self.endpoint, self.put_aside, self.hidden_for = stage, endpoint, put_aside, hidden_for
        self.all = [self._wire(source, app.handler_map[source.name]) for source in app.event_sources]

    def start(self) -> None:
        for wire in self.all:
            wire.start()

    def stop(self) -> None:
        for wire in self.all:
            wire.stop()

    def finish(self, seconds: float = 5) -> None:
        """Let what is being delivered end, for this long at most."""
        deadline = time.monotonic() + seconds
        for wire in self.all:
            wire.finish(max(0, deadline - time.monotonic()))

    def wake(self) -> None:
        """Something was written: the streams are read at once."""
        for wire in self.all:
            if isinstance(wire, StreamWire):
                wire.wake()

    def _wire(self, source: Any, handler: Any) -> Wire:
        if isinstance(source, SQSEventConfig):
            queue = source.queue or source.queue_arn.rpartition(":")[2]
            return QueueWire(source.name, queue, source.batch_size, handler, self.endpoint, self.hidden_for)
        if isinstance(source, DynamoDBEventConfig):
            return StreamWire(source.name, self._table(source.stream_arn), source.batch_size, handler, self.endpoint, self.put_aside)
        if isinstance(source, ScheduledEventConfig):
            expression = source.schedule_expression
            text = expression.to_string() if isinstance(expression, ScheduleExpression) else expression
            return ClockWire(source.name, text, handler)
        raise Trouble(f"The local house does not know how to feed {source.name} ({type(source).__name__}).")

    def _table(self, stream_arn: str) -> str:
        """Before deployment nobody knows the stream's ARN; whatever stands there names the table."""
        named = re.search(rf"passerelle-{self.stage}-\w+", stream_arn)
        return named[0] if named else f"passerelle-{self.stage}-main"
