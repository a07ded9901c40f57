"""How far each migration has come in a stage: ``sys#MG`` / ``{migration}#{part}`` in `main`, so that a backup knows which shapes it holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from infra.moves.migrations import Migration

PARTITION = "sys#MG"


@dataclass
class Part:
    """One of the `of` parts that a table is looked through in. `position`: where the last page ended."""

    number: int
    of: int
    position: dict[str, Any] | None = None
    looked: int = 0
    changed: int = 0
    is_done: bool = False


class Ledger:
    def __init__(self, dynamodb: Any, table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def parts(self, migration: Migration, wanted: int) -> list[Part]:
        """Those that were begun, or `wanted` new ones. The parts of a table are another cut with another number of them, so it stays."""
        known = {part.number: part for part in self._kept(migration)}
        of = next((part.of for part in known.values()), wanted)
        return [known.get(number) or Part(number, of) for number in range(of)]

    def keep(self, migration: Migration, part: Part) -> None:
        item = {
            "pk": {"S": PARTITION}, "sk": {"S": f"{migration.name}#{part.number:03}"}, "t": {"S": "MG"}, "n": {"N": str(part.of)},
            "lk": {"N": str(part.looked)}, "ch": {"N": str(part.changed)}, "dn": {"BOOL": part.is_done},
        }  # fmt: skip
        if part.position:
            item["at"] = {"S": json.dumps(part.position)}
        self._dynamodb.put_item(TableName=self._table, Item=item)

    def forget(self, migration: Migration) -> None:
        """As if it had never been begun."""
        for part in self._kept(migration):
            key = {"pk": {"S": PARTITION}, "sk": {"S": f"{migration.name}#{part.number:03}"}}
            self._dynamodb.delete_item(TableName=self._table, Key=key)

    def _kept(self, migration: Migration) -> list[Part]:
        page = self._dynamodb.query(
            TableName=self._table, ConsistentRead=True, KeyConditionExpression="pk = :p AND begins_with(sk, :m)",
            ExpressionAttributeValues={":p": {"S": PARTITION}, ":m": {"S": f"{migration.name}#"}},
        )  # fmt: skip
        return [_read(item) for item in page["Items"]]


def _read(item: dict[str, Any]) -> Part:
    position = json.loads(item["at"]["S"]) if "at" in item else None
    number = int(item["sk"]["S"].rpartition("#")[2])
    return Part(number, int(item["n"]["N"]), position, int(item["lk"]["N"]), int(item["ch"]["N"]), item["dn"]["BOOL"])
