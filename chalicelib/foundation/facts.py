"""Facts: what happened, said once, in the past tense, without personal data.

A change of a record carries its fact in the same conditional write (`said_now`); the relay turns it into an `Announcement`. `FACTS` is the
register of all of them; `docs/facts.md` is made from it.
"""

from __future__ import annotations

import json
from dataclasses import Field, FrozenInstanceError, dataclass, field, fields
from typing import Any, ClassVar, dataclass_transform

from chalicelib.foundation import clock, tenancy

FACTS: dict[str, type[Fact]] = {}


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Fact:
    """Subclasses are dataclasses of ids and plain values, each said once. `PUBLIC` is the name that partners know it by.

    What dataclasses would write anew for each of them stands here once: that alone took a twentieth of every cold start.
    """

    PUBLIC: ClassVar[str | None] = None
    FORMER: ClassVar[dict[str, str]] = {}
    """Fields by the names they once had. History is never changed, so what was said then is read under the names of today."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __init_subclass__(cls, *, family: bool = False, **kwargs: Any) -> None:
        """`family`: only a base for others, never said itself."""
        super().__init_subclass__(**kwargs)
        dataclass(eq=False, repr=False)(cls)
        if not family:
            FACTS[cls.__name__] = cls

    def __setattr__(self, name: str, value: Any) -> None:
        if name in vars(self):
            raise FrozenInstanceError(name)
        super().__setattr__(name, value)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"


def said_now(fact: Fact) -> dict[str, Any]:
    """The fact as it rides on the item that it changed."""
    said = {"t": type(fact).__name__, "at": clock.now_ms(), "by": tenancy.actor(), "d": _plain(fact)}
    return said | {"h": 1} if tenancy.loads_history() else said


def _plain(fact: Fact) -> dict[str, Any]:
    return {name: value for name, value in vars(fact).items() if value is not None}


@dataclass(frozen=True)
class Announcement:
    """A fact on its way: in a queue, in the history, or out to a partner.

    `id` names the change itself (the item and its version), so a fact delivered twice is recognised. `at` is in milliseconds.
    """

    id: str
    tenant: str
    at: int
    by: str
    version: int
    fact: Fact

    def to_json(self) -> str:
        """The body of a queue message."""
        envelope = {"id": self.id, "type": type(self.fact).__name__, "tenant": self.tenant}
        return json.dumps(envelope | {"at": self.at, "by": self.by, "v": self.version, "data": _plain(self.fact)}, separators=(",", ":"))

    @classmethod
    def from_json(cls, body: str) -> Announcement:
        """Read a queue message. Fields that this release does not know are left out: releases overlap during a deployment."""
        raw = json.loads(body)
        return cls(raw["id"], raw["tenant"], raw["at"], raw["by"], raw["v"], restored(raw["type"], raw["data"]))


def restored(name: str, data: dict[str, Any]) -> Fact:
    """The fact of a stored row or message. Fields that this release does not know are left out."""
    kind = FACTS[name]
    known = {field.name for field in fields(kind)}
    return kind(**{field: _hashable(value) for field, value in as_named_today(name, data).items() if field in known})


def as_named_today(name: str, data: dict[str, Any]) -> dict[str, Any]:
    """What a fact carries, under the names that its fields have now. A fact that nobody says any more keeps those it had."""
    former = FACTS[name].FORMER if name in FACTS else {}
    return {former.get(field, field): value for field, value in data.items()}


def _hashable(value: Any) -> Any:
    return tuple(_hashable(item) for item in value) if isinstance(value, list) else value
