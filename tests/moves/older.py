"""Items as an earlier commit wrote them. `fixtures/{commit}.json` is what that commit's own code left in `main` and `trace` for one company."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).parent / "fixtures"
CLOSED_STAY_LISTED = "8904121"
"""Closed leads stayed in their agent's list, and a reopened lead said `was` instead of `closed_as`."""


@dataclass
class Older:
    """`main` and `trace`: items as DynamoDB spells them."""

    tenant: str
    agents: list[str]
    main: list[dict[str, Any]]
    trace: list[dict[str, Any]]

    @classmethod
    def of(cls, commit: str) -> Older:
        kept = json.loads((FIXTURES / f"{commit}.json").read_text())
        return cls(kept["tenant"], kept["agents"], *([_bytes(item) for item in kept[table]] for table in ("main", "trace")))

    def put_into(self, dynamodb: Any) -> None:
        for table in ("main", "trace"):
            for item in getattr(self, table):
                dynamodb.put_item(TableName=f"passerelle-test-{table}", Item=item)


def _bytes(item: dict[str, Any]) -> dict[str, Any]:
    return {name: {"B": base64.b64decode(value["B"])} if "B" in value else value for name, value in item.items()}
