"""`make migrate`: looks through `main` once for each migration that the stage does not have yet, and brings each item to its new shape.

The place reached is kept after every page, so that a run which was stopped, or killed, goes on there. What the house writes meanwhile wins:
an item is written only as long as it is the very one that was looked at, else it is looked at again. `v` stays, so that nobody's `If-Match`
lapses, and so does `ev`, so that nothing is announced.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from typing import Any

from infra.moves.ledger import Ledger, Part
from infra.moves.migrations import MIGRATIONS, Change, Item, Migration
from infra.moves.progress import Progress
from infra.moves.stopping import Stopped
from infra.trouble import Trouble

PAGE = 200
TRIES = 10


class Migrator:
    """`dry`: nothing is written, not even how far it came."""

    def __init__(self, dynamodb: Any, stage: str, *, dry: bool = False, parts: int = 1, page: int = PAGE, stop: Event | None = None) -> None:
        self.dynamodb, self.table, self.dry, self.wanted, self.page = dynamodb, f"passerelle-{stage}-main", dry, parts, page
        self.ledger, self.stop = Ledger(dynamodb, self.table), stop or Event()
        self.about = dynamodb.describe_table(TableName=self.table)["Table"]["ItemCount"]

    def run(self, migrations: Iterable[Migration] = MIGRATIONS) -> dict[str, int]:
        """How many items each migration changed (dry: would change) in this run. Raises `Stopped`."""
        return {migration.name: self._make(migration) for migration in migrations if not self.has(migration)}

    def has(self, migration: Migration) -> bool:
        return all(part.is_done for part in self.ledger.parts(migration, 1))

    def _make(self, migration: Migration) -> int:
        parts = [Part(number, self.wanted) for number in range(self.wanted)] if self.dry else self.ledger.parts(migration, self.wanted)
        before, progress = sum(part.changed for part in parts), Progress(migration.name)
        with ThreadPoolExecutor(len(parts)) as pool:
            looking = [pool.submit(self._look_through, migration, part) for part in parts if not part.is_done]
            self._watch(looking, parts, progress)
        self._tell(parts, progress, last=True)
        if self.stop.is_set():
            raise Stopped
        return sum(part.changed for part in parts) - before

    def _watch(self, looking: list[Future[None]], parts: list[Part], progress: Progress) -> None:
        """Tell how far it is; when one part fails, the others stop after their page, and its reason is raised."""
        left = set(looking)
        while left:
            done, left = wait(left, timeout=1)
            if any(one.exception() for one in done):
                self.stop.set()
            self._tell(parts, progress)
        for one in looking:
            one.result()

    def _tell(self, parts: list[Part], progress: Progress, *, last: bool = False) -> None:
        changed = f"{sum(part.changed for part in parts):,} {'would change' if self.dry else 'changed'}"
        progress.looked(sum(part.looked for part in parts), self.about, changed, last=last)

    def _look_through(self, migration: Migration, part: Part) -> None:
        while not part.is_done and not self.stop.is_set():
            page = self._page(migration, part)
            part.changed += sum(self._bring(migration, item) for item in page["Items"])
            part.looked += page["ScannedCount"]
            part.position = page.get("LastEvaluatedKey")
            part.is_done = part.position is None
            if not self.dry:
                self.ledger.keep(migration, part)

    def _page(self, migration: Migration, part: Part) -> dict[str, Any]:
        kinds = {f":{number}": {"S": kind} for number, kind in enumerate(migration.kinds)}
        page: dict[str, Any] = self.dynamodb.scan(
            TableName=self.table, ConsistentRead=True, Limit=self.page, Segment=part.number, TotalSegments=part.of,
            FilterExpression=f"t IN ({', '.join(kinds)})", ExpressionAttributeValues=kinds,
            **({"ExclusiveStartKey": part.position} if part.position else {}),
        )  # fmt: skip
        return page

    def _bring(self, migration: Migration, item: Item | None) -> bool:
        """Whether the item was (dry: would be) changed. One that went away meanwhile was not."""
        for _ in range(TRIES):
            change = migration.change(item) if item else {}
            if not change or item is None:
                return False
            if self.dry or self._write(item, change):
                return True
            key = {name: item[name] for name in ("pk", "sk")}
            item = self.dynamodb.get_item(TableName=self.table, Key=key, ConsistentRead=True).get("Item")
        raise Trouble("An item is being written all the time: run it again when the house is quieter; what is done stays done.")

    def _write(self, item: Item, change: Change) -> bool:
        """False: it is not what was looked at any more."""
        names = {f"#{place}": name for place, name in enumerate(sorted(item.keys() | change.keys()))}
        called = {name: alias for alias, name in names.items()}
        seen = {f":o{alias[1:]}": item[name] for alias, name in names.items() if name in item}
        new = {f":n{called[name][1:]}": value for name, value in change.items() if value is not None}
        still = [f"{alias} = :o{alias[1:]}" if name in item else f"attribute_not_exists({alias})" for alias, name in names.items()]
        try:
            self.dynamodb.update_item(
                TableName=self.table, Key={name: item[name] for name in ("pk", "sk")}, UpdateExpression=_expression(change, called),
                ConditionExpression=" AND ".join(still), ExpressionAttributeNames=names, ExpressionAttributeValues=seen | new,
            )  # fmt: skip
        except self.dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _expression(change: Change, called: dict[str, str]) -> str:
    sets = [f"{called[name]} = :n{called[name][1:]}" for name, value in change.items() if value is not None]
    removes = [called[name] for name, value in change.items() if value is None]
    return " ".join([*(["SET " + ", ".join(sets)] if sets else []), *(["REMOVE " + ", ".join(removes)] if removes else [])])
