"""What partners read of a public fact: the body of a webhook and the detail of an event on the bus are the same characters, made here."""

from __future__ import annotations

import hashlib
import json
from dataclasses import Field, dataclass, fields
from typing import Any, Self

from chalicelib.foundation import clock
from chalicelib.foundation.facts import Announcement, Fact


@dataclass(frozen=True)
class Publication:
    """`id` is made from the fact's own, so that a fact told twice, or by webhook and on the bus, is recognised by whoever hears it."""

    id: str
    type: str
    body: str

    @classmethod
    def of(cls, said: Announcement) -> Self:
        """Of a fact with a public name."""
        values = {field.name: getattr(said.fact, field.name) for field in told_fields(type(said.fact))}
        data = {name: clock.iso(value) if is_time(name) else value for name, value in values.items() if value is not None}
        return cls.new(said.id, said.at, str(said.fact.PUBLIC), data | {"version": said.version})

    @classmethod
    def new(cls, cause: str, at: int, name: str, data: dict[str, Any]) -> Self:
        identity = f"{clock.sortable(at)}{hashlib.sha256(cause.encode()).hexdigest()[:20]}"
        body = {"id": identity, "type": name, "timestamp": clock.iso(at), "data": data}
        return cls(identity, name, json.dumps(body, separators=(",", ":")))


def told_fields(kind: type[Fact]) -> list[Field[Any]]:
    """All but the lists: they name the agents who were considered, and that stays inside."""
    return [field for field in fields(kind) if not str(field.type).startswith("tuple")]


def is_time(name: str) -> bool:
    """Milliseconds inside, written outside as the API writes times."""
    return name.endswith("_at")
