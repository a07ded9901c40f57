from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Self

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import clock, keys, tenancy
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import LeaseRecord, MainRecord, key
from chalicelib.foundation.states import Moves
from chalicelib.imports import facts

KEPT_SECONDS = 7 * 24 * 3600
ROWS_A_PART = 50
BYTES_A_PART = 150 * 1024
"""Before they are packed: DynamoDB keeps no item of more than 400 kB, and takes 4 MB at once."""
OUTCOMES = ("created", "updated", "unchanged", "outdated", "duplicate", "refused")

Row = dict[str, Any]


class Batch(Moves, MainRecord, discriminator="LB"):
    """Rows of one partner for one form, read part by part: each part that is read announces the next. Forgotten a week after it was taken."""

    MOVES: ClassVar = {
        "running": frozenset({"done", "cancelled"}),
        "cancelled": frozenset({"running", "done"}),  # resumed; its last part was being read when somebody cancelled
    }

    state = UnicodeAttribute(attr_name="s")
    partner = UnicodeAttribute(attr_name="pa")
    actor = UnicodeAttribute(attr_name="by")
    form = UnicodeAttribute(attr_name="fm")
    form_version = NumberAttribute(attr_name="fv")
    language = UnicodeAttribute(attr_name="la")
    digest = UnicodeAttribute(attr_name="h")
    rows = NumberAttribute(attr_name="n")
    parts = NumberAttribute(attr_name="np")
    part = NumberAttribute(attr_name="p", default=0)
    counts = JSONAttribute(attr_name="c")
    created_at = NumberAttribute(attr_name="cr")
    ended_at = NumberAttribute(attr_name="ea", null=True)

    @classmethod
    def known(cls, batch_id: str) -> Self:
        """Raises `NotFound`."""
        return cls.existing(*batch_key(batch_id), consistent=True)

    @classmethod
    def at(cls, batch_id: str) -> Self | None:
        found: Self | None = cls.find(*batch_key(batch_id), consistent=True)
        return found

    @property
    def id(self) -> str:
        return str(self.pk.rpartition("#")[2])

    @property
    def read(self) -> int:
        """How many rows."""
        return sum(self.counts.values())

    def take(self, tx: TransactWrite, rows: Sequence[Row]) -> None:
        """Keep it and all of its rows, or nothing. The transaction is refused when it is there already."""
        now = clock.now_ms()
        parts = list(_cut(rows))
        self.state, self.rows, self.parts, self.created_at = "running", len(rows), len(parts), now
        self.counts = dict.fromkeys(OUTCOMES, 0)
        self.expires, self.version, self.said = now // 1000 + KEPT_SECONDS, 1, said_now(facts.BatchTaken(self.id, 0))
        tx.save(self, condition=Batch.pk.does_not_exist())
        for number, some in enumerate(parts):
            tx.save(Part.of(self, number, some))

    def advance(self, tx: TransactWrite, outcomes: Sequence[str]) -> None:
        """One part more is read. The next one is announced, unless it was the last, or somebody cancelled meanwhile."""
        counts = {name: self.counts.get(name, 0) + outcomes.count(name) for name in OUTCOMES}
        part = int(self.part) + 1
        if part == self.parts:
            self.move_to("done", facts.BatchEnded(self.id, **counts), tx=tx, counts=counts, part=part, ended_at=clock.now_ms())
        else:
            fact = facts.BatchAdvanced(self.id, part) if self.state == "running" else None
            self.change(fact, tx=tx, counts=counts, part=part)

    def cancel(self) -> None:
        self.move_to("cancelled", facts.BatchCancelled(self.id))

    def resume(self) -> None:
        self.move_to("running", facts.BatchResumed(self.id, int(self.part)))


class Part(LeaseRecord, discriminator="LP"):
    """Some rows of a batch, sealed until they are read; then what became of each, sealed too."""

    rows = BinaryAttribute(attr_name="enc", legacy_encoding=False, null=True)
    results = BinaryAttribute(attr_name="res", legacy_encoding=False, null=True)

    @classmethod
    def of(cls, batch: Batch, number: int, rows: Sequence[Row]) -> Self:
        part = cls(batch.pk, f"{number:04d}", expires=batch.expires)
        part.rows = part._sealed(rows)
        return part

    @classmethod
    def known(cls, batch: Batch, number: int) -> Self:
        """Raises `NotFound`."""
        return cls.existing(batch.pk, f"{number:04d}", consistent=True)

    @classmethod
    def read_of(cls, batch: Batch, first: int) -> Iterator[Self]:
        """Those that are read, in order, from one of them on."""
        for part in cls.query(batch.pk, cls.sk >= f"{first:04d}"):
            if part.results is not None:
                yield part

    def settle(self, tx: TransactWrite, results: Sequence[Row]) -> None:
        """The rows go, the results stay. The transaction is refused when they are there already."""
        tx.update(self, actions=[Part.rows.remove(), Part.results.set(self._sealed(results))], condition=Part.rows.exists())

    def read_rows(self) -> list[Row]:
        return self._opened(self.rows)

    def read_results(self) -> list[Row]:
        return self._opened(self.results)

    def _sealed(self, value: Sequence[Row]) -> bytes:
        packed = base64.b85encode(zlib.compress(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()))
        return keys.of(tenancy.tenant()).seal(packed.decode(), about=self.bound_to)

    def _opened(self, blob: bytes) -> list[Row]:
        packed: str = keys.of(tenancy.tenant()).open(blob, about=self.bound_to)
        opened: list[Row] = json.loads(zlib.decompress(base64.b85decode(packed)))
        return opened


def _cut(rows: Sequence[Row]) -> Iterator[list[Row]]:
    part: list[Row] = []
    size = 0
    for row in rows:
        weight = len(json.dumps(row, ensure_ascii=False).encode())
        if part and (len(part) == ROWS_A_PART or size + weight > BYTES_A_PART):
            yield part
            part, size = [], 0
        part.append(row)
        size += weight
    yield part


def batch_key(batch_id: str) -> tuple[str, str]:
    return key("LB", batch_id), "LB"
