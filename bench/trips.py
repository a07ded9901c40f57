"""What requests cost the function: its own processor time, and its round trips to DynamoDB. Only of this thread: others may be at work beside it."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bench.figures import Figure
from chalicelib.foundation.records import CONNECTION


class Trips:
    """`calls`: what the last request asked of DynamoDB, by name."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.seconds: list[float] = []
        self.own: list[float] = []
        self.trips: list[int] = []

    @contextmanager
    def of_one(self) -> Iterator[None]:
        events, mine = CONNECTION.client.meta.events, threading.get_ident()
        calls = self.calls = []

        def note(model: Any, **_: Any) -> None:
            if threading.get_ident() == mine:
                calls.append(model.name)

        events.register("before-call.dynamodb", note)
        began, own = time.perf_counter(), time.thread_time()
        try:
            yield
        finally:
            self.own.append(time.thread_time() - own)
            self.seconds.append(time.perf_counter() - began)
            self.trips.append(len(calls))
            events.unregister("before-call.dynamodb", note)

    def figures(self, what: str, most: int) -> list[Figure]:
        """`most`: round trips; those of agents are held by `tests/proofs/test_trips.py`."""
        return [
            spread(f"{what}, own CPU", [1000 * one for one in self.own], "ms"),
            spread(f"{what}, round trips", self.trips, "trips", f"≤ {most}"),
            spread(f"{what}, beside the emulator", [1000 * one for one in self.seconds], "ms"),
        ]


def spread(what: str, found: Sequence[float], unit: str, aim: str = "") -> Figure:
    """The 95th percentile of what was found, beside the median."""
    in_order = sorted(found)
    return Figure(f"{what}, p95", float(in_order[-(-len(in_order) * 95 // 100) - 1]), unit, aim, "median", float(statistics.median(in_order)))
