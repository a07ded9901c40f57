"""The lines of a sheet, each hashed over the one before: whoever kept one hash can tell whether anything up to there was changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chalicelib.foundation import clock
from chalicelib.foundation.keys import digest
from chalicelib.foundation.records import TraceRecord


@dataclass(frozen=True)
class Link:
    """One fact as it was said then: raw, under the names of that day. `at` as the API writes times."""

    number: int
    type: str
    at: str
    by: str
    data: dict[str, Any]
    hash: str


def chained(rows: Iterable[TraceRecord]) -> list[Link]:
    links: list[Link] = []
    for number, row in enumerate(rows, start=1):
        line = {"number": number, "type": row.t, "at": clock.iso(int(row.at)), "by": row.by, "data": row.data}
        links.append(Link(**line, hash=digest(line, after=links[-1].hash if links else "")))
    return links
