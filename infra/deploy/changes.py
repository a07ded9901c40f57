"""A change set for a person to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

HOLDS_DATA = {"AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::S3::Bucket"}
WORDS = {"Add": "add", "Modify": "change", "Remove": "REMOVE", "Import": "import", "Dynamic": "maybe change"}
ORDER = ("add", "import", "change", "maybe change", "maybe REPLACE", "REMOVE", "REPLACE")
"""The gravest stands last, next to the question."""


@dataclass(frozen=True)
class Change:
    does: str
    what: str
    kind: str
    touches: tuple[str, ...]

    @classmethod
    def of(cls, said: dict[str, Any]) -> Change:
        does = WORDS[said["Action"]]
        match said.get("Replacement"):
            case "True":
                does = "REPLACE"
            case "Conditional":
                does = "maybe REPLACE"
        touched = {detail["Target"].get("Name") or detail["Target"]["Attribute"] for detail in said.get("Details", [])}
        return cls(does, said["LogicalResourceId"], said["ResourceType"], tuple(sorted(touched)))

    @property
    def loses_data(self) -> bool:
        return self.does in {"REMOVE", "REPLACE"} and self.kind in HOLDS_DATA


def table(changes: Iterable[Change]) -> str:
    ordered = sorted(changes, key=lambda one: (ORDER.index(one.does), one.kind, one.what))
    wide = max((len(one.what) for one in ordered), default=0)
    kinds = max((len(_short(one.kind)) for one in ordered), default=0)
    rows = [f"  {one.does:<13} {one.what:<{wide}}  {_short(one.kind):<{kinds}}  {', '.join(one.touches)}".rstrip() for one in ordered]
    counted = Counter(one.does for one in ordered)
    return "\n".join([*rows, "  " + ", ".join(f"{counted[word]} to {word}" for word in ORDER if counted[word])])


def _short(kind: str) -> str:
    return kind.removeprefix("AWS::")
