"""Ticks the schedules, with the event that EventBridge sends."""

from __future__ import annotations

import logging
import re
import threading
import time
import uuid
from typing import Any

from infra.local.invocation import Handler, invoke
from infra.local.settings import ACCOUNT, REGION, Trouble

log = logging.getLogger("wires")

UNITS = {"minute": 60, "hour": 3600, "day": 86400}
FIRST_TICK = 5.0  # What fell due while the house was closed does not wait a whole period.


def scheduled_event(name: str, at: float) -> dict[str, Any]:
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at)),
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{name}"],
        "detail": {},
    }


def seconds_of(expression: str) -> int:
    rate = re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression)
    if not rate:
        raise Trouble(f"The local house ticks rate(…) schedules only, not {expression}.")
    return int(rate[1]) * UNITS[rate[2]]


class ClockWire:
    def __init__(self, name: str, expression: str, handler: Handler) -> None:
        self.name, self.period, self.handler = name, seconds_of(expression), handler
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._tick, name=name, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.stopping.set()

    def finish(self, seconds: float) -> None:
        self.thread.join(seconds)

    def has_work(self) -> bool:
        return False

    def _tick(self) -> None:
        wait = min(FIRST_TICK, self.period)
        while not self.stopping.wait(wait):
            try:
                invoke(self.handler, self.name, scheduled_event(self.name, time.time()))
            except Exception:
                log.exception("%s failed; it ticks again in %d s", self.name, self.period)
            wait = self.period
