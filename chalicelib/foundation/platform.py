"""The platform's own ground: `sys#…` partitions and the timers of all tenants. The only module that opens the fence for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

from chalicelib.foundation import fence
from chalicelib.foundation.records import MainRecord

DUE_SHARDS = 16
BACKLOGS = "due#backlogs"
"""Where the pools of all tenants stand in which somebody waits: few, so one partition carries them."""


def ground() -> AbstractContextManager[None]:
    """Work on platform records (logins, the list of tenants, lock-outs), beside the current tenant's."""
    return fence.platform()


def due_shard(name: str) -> str:
    """The timer partition of a thing: sixteen of them carry the whole platform."""
    return f"due#{sum(name.encode()) % DUE_SHARDS}"


def due_keys(until: str) -> Iterator[tuple[str, str]]:
    """The place (pk, sk) of everything whose timer rang up to the moment `until` (``yyyymmddThhmm``), oldest first in each shard.

    Yields the item's pk and sk. Sixteen queries a minute for the whole platform, whatever the number of tenants.
    """
    for shard in range(DUE_SHARDS):
        yield from _places(f"due#{shard}", MainRecord.ds <= until + "~")


def backlogs() -> Iterator[tuple[str, str]]:
    """The place (pk, sk) of every backlog: one query for the whole platform, however many tenants have none."""
    return _places(BACKLOGS)


def _places(partition: str, wanted: Any = None) -> Iterator[tuple[str, str]]:
    with fence.platform():
        found: list[Any] = list(MainRecord.due.query(partition, wanted))
    return ((item.pk, item.sk) for item in found)
