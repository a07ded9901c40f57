"""What may be told of a message that failed: of what kind it is, whose, and how old. Never what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

KIND = re.compile(r"[A-Z][A-Za-z]+|[a-z]+\.[a-z_]+")
TENANT = re.compile(r"[0-9a-hjkmnp-tv-z]{8}|sys")
UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Letter:
    kind: str
    tenant: str
    since: datetime

    @classmethod
    def of(cls, body: str, since: datetime) -> Letter:
        """A fact on its way, a delivery of a webhook, or an event of EventBridge; of anything else only that it cannot be read."""
        try:
            said = json.loads(body)
        except ValueError:
            said = None
        match said:
            case {"type": str(kind), "tenant": str(tenant)}:
                return cls.told(kind, tenant, since)
            case {"webhook_id": str(), "tenant": str(tenant)}:
                return cls.told("webhook.delivery", tenant, since)
            case {"detail-type": str(kind), "resources": [str(tenant), *_]}:
                return cls.told(kind, tenant, since)
            case _:
                return cls.told("", "", since)

    @classmethod
    def of_change(cls, change: dict[str, Any], since: datetime) -> Letter:
        """A change of an item in `main`, by the fact that it carries."""
        kind = json.loads(change["NewImage"]["ev"]["S"])["t"]
        return cls.told(kind, change["Keys"]["pk"]["S"].partition("#")[0], since)

    @classmethod
    def told(cls, kind: str, tenant: str, since: datetime) -> Letter:
        # What does not look like one of our words may be somebody's name.
        return cls(kind if KIND.fullmatch(kind) else UNREADABLE, tenant if TENANT.fullmatch(tenant) else "-", since)


def table(letters: Iterable[Letter]) -> str:
    """How many of each kind and company, and how old the oldest is."""

    def sort(one: Letter) -> tuple[str, str]:
        return one.kind, one.tenant

    rows = []
    for (kind, tenant), same in groupby(sorted(letters, key=sort), key=sort):
        ages = sorted(one.since for one in same)
        rows.append(f"  {len(ages):>6}  {kind:<24}{tenant:<10}oldest {_ago(ages[0])}, newest {_ago(ages[-1])}")
    return "\n".join(rows)


def _ago(moment: datetime) -> str:
    age = datetime.now(UTC) - moment
    for unit, size in (("d", timedelta(days=1)), ("h", timedelta(hours=1)), ("min", timedelta(minutes=1))):
        if age >= size:
            return f"{age // size} {unit} ago"
    return "just now"
