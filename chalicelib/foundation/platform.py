"""The platform's own ground: `sys#…` partitions and the timers of all tenants. The only module that opens the fence for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

from chalicelib.foundation import clock, fence
from chalicelib.foundation.records import DueRecord

DUE_SHARDS = 16
BACKLOGS = "due#backlogs"
"""Where the pools of all tenants stand in which somebody waits: few, so one partition carries them."""


def ground() -> AbstractContextManager[None]:
    """Work on platform records (logins, the list of tenants, lock-outs), beside the current tenant's."""
    return fence.platform()


def due_shard(name: str) -> str:
    """The timer partition of a thing: sixteen of them carry the whole platform."""
    return f"due#{sum(name.encode()) % DUE_SHARDS}"


def due_at(name: str, at: float, place: str) -> dict[str, str]:
    """The stamps that set an item's timer (ms). `name`: of the thing, which spreads them; `place`: the item's partition, which tells two apart."""
    return {"dk": due_shard(name), "ds": f"{clock.from_ms(int(at)):%Y%m%dT%H%M}#{place}"}


def due_items(until: str) -> Iterator[tuple[str, str, str, str]]:
    """Everything whose timer rang up to the moment `until` (``yyyymmddThhmm``): its time, pk, sk and kind.

    Sixteen queries a minute for the whole platform, whatever the number of tenants.
    """
    for shard in range(DUE_SHARDS):
        yield from ((item.ds, item.pk, item.sk, item.t) for item in _listed(f"due#{shard}", DueRecord.ds <= until + "~"))


def backlogs() -> Iterator[tuple[str, str]]:
    """The place (pk, sk) of every backlog: one query for the whole platform, however many tenants have none."""
    return ((item.pk, item.sk) for item in _listed(BACKLOGS))


def _listed(partition: str, wanted: Any = None) -> list[Any]:
    with fence.platform():
        return list(DueRecord.due.query(partition, wanted))
