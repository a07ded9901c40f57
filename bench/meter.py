"""Counts the write units that DynamoDB would bill, by the published rules, from the real items before and after each write.

A write costs its larger image, rounded up to whole kilobytes, and twice that inside a transaction. Each index adds nothing when its entry
stays as it is, one unit (a kilobyte) when the entry comes, goes or changes, two when its keys move. A refused write is billed as well.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import botocore.session

from chalicelib.foundation import config, tenancy
from chalicelib.foundation.records import CONNECTION

KILOBYTE = 1024
INDEXES = {"main": {"work": ("wk", "ws"), "day": ("dd", "dv"), "due": ("dk", "ds")}, "trace": {"actor": ("ak", "as")}}
PROJECTED = ("pk", "sk", "t")
THINGS = {"P": "person", "X": "guard", "L": "lead", "A": "seat", "N": "note", "ML": "mail on its way", "WD": "delivery", "TO": "token", "SH": "sheet"}

Item = dict[str, Any]
Place = tuple[Item, Item]


@dataclass(frozen=True)
class Write:
    """One write: who caused it, what it wrote, and what it costs in the table and in its indexes."""

    by: str
    operation: str
    table: str
    kind: str
    said: str
    table_units: int
    index_units: int
    is_refused: bool = False

    @property
    def units(self) -> int:
        return self.table_units + self.index_units


class Meter:
    def __init__(self) -> None:
        self.writes: list[Write] = []
        self.calls: list[str] = []
        self._reader = botocore.session.get_session().create_client("dynamodb", region_name=config.REGION)
        self._pending: list[tuple[str, str, Place, Item]] = []

    @contextmanager
    def running(self) -> Iterator[Meter]:
        events = CONNECTION.client.meta.events
        hooks = (("before-call.dynamodb", self._before), ("after-call.dynamodb", self._after))
        for name, hook in hooks:
            events.register(name, hook)
        try:
            yield self
        finally:
            for name, hook in hooks:
                events.unregister(name, hook)

    @property
    def units(self) -> int:
        return sum(write.units for write in self.writes)

    def _before(self, model: Any, params: dict[str, Any], **_: Any) -> None:
        self.calls.append(model.name)
        body = json.loads(params["body"])
        self._pending = [(kind, table, _place(write), self._read(table, _place(write))) for kind, table, write in _writes(model.name, body)]

    def _after(self, http_response: Any, **_: Any) -> None:
        pending, self._pending = self._pending, []
        is_refused = http_response.status_code >= 400
        for kind, table, place, old in pending:
            new = old if is_refused else self._read(table, place)
            self.writes.append(_priced(kind, table, old, new, is_refused=is_refused, times=2 if kind.startswith("transact") else 1))

    def _read(self, table: str, place: Place) -> Item:
        pk, sk = place
        found: Item = self._reader.get_item(TableName=table, Key={"pk": pk, "sk": sk}, ConsistentRead=True).get("Item", {})
        return found


def _writes(name: str, body: Item) -> Iterator[tuple[str, str, Item]]:
    if name == "TransactWriteItems":
        for item in body["TransactItems"]:
            for kind, write in item.items():
                yield f"transact {kind.lower()}", write["TableName"], write
    elif name == "BatchWriteItem":
        yield from _in_batch(body)
    elif name in {"PutItem", "UpdateItem", "DeleteItem"}:
        yield name.removesuffix("Item").lower(), body["TableName"], body


def _in_batch(body: Item) -> Iterator[tuple[str, str, Item]]:
    for table, requests in body["RequestItems"].items():
        for request in requests:
            for kind, write in request.items():
                yield f"batch {kind.removesuffix('Request').lower()}", table, write


def _place(write: Item) -> Place:
    keys = write.get("Key") or write["Item"]
    return keys["pk"], keys["sk"]


def _priced(kind: str, table: str, old: Item, new: Item, *, is_refused: bool, times: int) -> Write:
    short = table.rpartition("-")[2]
    units = max(1, math.ceil(max(size_of(old), size_of(new)) / KILOBYTE)) * times
    moved = sum(_index_units(keys, old, new) for keys in INDEXES.get(short, {}).values())
    letters = (new or old).get("t", {}).get("S", "?")
    return Write(_actor(), kind, short, THINGS.get(letters, letters), _fact(short, old, new), units, moved, is_refused)


def _actor() -> str:
    """Facts are written by the relay, which acts for nobody."""
    actor = tenancy.actor()
    return "relay" if actor == "system" else actor.partition(":")[0] if actor.startswith("user") else actor.removeprefix("system:")


def _fact(table: str, old: Item, new: Item) -> str:
    said = new.get("ev", {}).get("S") if new.get("ev") != old.get("ev") else None
    return json.loads(said)["t"] if said and table == "main" else ""


def _index_units(keys: tuple[str, str], old: Item, new: Item) -> int:
    before, after = _entry(keys, old), _entry(keys, new)
    if before == after:
        return 0
    if before is None or after is None:
        return 1
    return 1 if all(before[name] == after[name] for name in keys) else 2


def _entry(keys: tuple[str, str], item: Item) -> Item | None:
    if not all(name in item for name in keys):
        return None
    return {name: item[name] for name in (*keys, *PROJECTED) if name in item}


def size_of(item: Item) -> int:
    """Bytes of an item as DynamoDB counts them: names and values."""
    return sum(len(name.encode()) + _one_size(value) for name, value in item.items())


def _size(kind: str, value: Any) -> int:
    return SIZES[kind](value) if kind in SIZES else 1


def _map_size(value: Item) -> int:
    return 3 + sum(1 + len(name.encode()) for name in value) + sum(_one_size(one) for one in value.values())


def _one_size(typed: Item) -> int:
    return _size(*next(iter(typed.items())))


def _number_size(value: str) -> int:
    """A byte for each two digits, and one more. Trailing zeros are free; not here, or a time that ends in one would change the count."""
    digits = value.lstrip("-").replace(".", "").lstrip("0")
    return math.ceil(len(digits) / 2) + 1 + value.startswith("-")


SIZES: dict[str, Callable[[Any], int]] = {
    "S": lambda text: len(text.encode()),
    "B": len,
    "N": _number_size,
    "SS": lambda texts: sum(len(text.encode()) for text in texts),
    "L": lambda values: 3 + sum(1 + _one_size(one) for one in values),
    "M": _map_size,
}
