"""Who asks over HTTP, and what they are granted. `identity` fills it in; every slice obeys it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Scope = Literal["all", "centre", "own"]


@dataclass(frozen=True)
class Caller:
    """A person signed in (`kind` user) or a partner's key.

    `grants` maps a verb of the permission table to how far it reaches: the whole tenant, the caller's centre, or what is
    assigned to the caller. `partner`: whose key it is, the same for one that follows another.
    """

    kind: Literal["user", "key"]
    id: str
    tenant: str | None
    role: str = "key"
    centre: str | None = None
    session: str | None = None
    partner: str | None = None
    grants: dict[str, Scope] = field(default_factory=dict)

    @property
    def actor(self) -> str:
        return f"{self.kind}:{self.id}"

    def reach(self, verb: str) -> Scope | None:
        """How far the verb reaches for this caller; None when it is not granted."""
        return self.grants.get(verb)

    def may_reach(self, verb: str, *, centre: str | None, owner: str | None) -> bool:
        """Whether the verb reaches one thing, which belongs to a centre and perhaps to one person."""
        scope = self.reach(verb)
        if scope == "centre":
            return centre is not None and centre == self.centre
        return scope == "all" or (scope == "own" and owner == self.id)
