"""Every change of how items are stored, in order. `make migrate` makes each of them once per stage.

A migration is a photograph: it spells attributes and states as they were stored then, and reads nothing of today's code, which will have
moved on. The release before it reads both shapes, the release after it only the new one. Rows of `trace` are never changed: what they call
differently is read by `Fact.FORMER`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Item = dict[str, dict[str, Any]]
"""As DynamoDB spells it: ``{"s": {"S": "ready"}}``."""

Change = dict[str, dict[str, Any] | None]
"""New values by attribute; None removes it."""


@dataclass(frozen=True)
class Migration:
    """`name` is kept by every stage that has it, so it never changes. `kinds`: the `t` of the items of `main` that it looks at.

    `change` answers nothing for an item that is as it should be: a repeat changes nothing.
    """

    name: str
    kinds: tuple[str, ...]
    change: Callable[[Item], Change]


def _closed_leads_leave_the_list(lead: Item) -> Change:
    """Closed leads stayed in their agent's list for ever, under rank 9: each look at the list read all of them."""
    is_closed = lead["s"]["S"] in {"confirmed", "rejected", "unreachable"}
    return {"wk": None, "ws": None} if is_closed and "wk" in lead else {}


MIGRATIONS = (Migration("0001-closed-leads-leave-the-list", ("L",), _closed_leads_leave_the_list),)
