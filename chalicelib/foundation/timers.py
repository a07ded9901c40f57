"""The timers of all tenants, rung by the one sweep: whatever is due goes to the slice that set it.

An item of `main` has one timer at most, set by its record with `platform.due_at`. The switchboard (`TIMERS` in `app.py`) says which task rings
for which kind of item.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from chalicelib.foundation import clock, platform, tenancy
from chalicelib.foundation.errors import AlreadyDone, Conflict
from chalicelib.foundation.log import log, measure

Place = tuple[str, str]

AT_ONCE = 100
"""As many items as one round trip reads."""
SECONDS = 150.0
"""A sweep rings for so long. What is left comes first a minute later, and other work of the sweep has its time."""


@dataclass(frozen=True)
class Timer:
    """`kind`: of the items, as their discriminator says. `rings`: is handed a hundred places at most of one tenant, inside it, oldest first,
    and answers how many are late and ring again. `late_as`: the figure that tells how many those are in all, none included.

    Two sweeps may ring at once, and a sweep may come hours late: the task looks at each item as it stands, and moves its timer with the change.
    """

    kind: str
    rings: Callable[[list[Place]], int]
    late_as: str | None = None


def ring(timers: Iterable[Timer]) -> None:
    """Ring everything that is due, company by company in turn, so that none with thousands holds up another."""
    known = {timer.kind: timer for timer in timers}
    late = dict.fromkeys(known, 0)
    ends = time.monotonic() + SECONDS
    for tenant, kind, places in _in_turns(_due()):
        if time.monotonic() > ends:
            log.info("timers_left_for_later")
            break
        if kind not in known:
            log.info("timer_of_nobody", kind=kind)  # The release that set it was taken back.
            continue
        with tenancy.inside(tenant, by="system:sweep"), log.about(tenant=tenant, kind=kind), alone():
            late[kind] += known[kind].rings(places)
    for kind, timer in known.items():
        if timer.late_as:
            measure(timer.late_as, late[kind])


@contextmanager
def alone() -> Iterator[None]:
    """What fails in here stops nothing outside, and is rung again a minute later. A read may be old: what was written since wins."""
    try:
        yield
    except (Conflict, AlreadyDone):
        log.info("timer_lost_race")
    except Exception as error:  # noqa: BLE001 - one timer in trouble must not stop the others
        log.failure("timer_failed", error)


def _due() -> dict[tuple[str, str], list[Place]]:
    """What is due by tenant and kind, whoever waits longest first."""
    found: dict[tuple[str, str], list[Place]] = {}
    for _, pk, sk, kind in sorted(platform.due_items(f"{clock.now():%Y%m%dT%H%M}")):
        found.setdefault((pk.partition("#")[0], kind), []).append((pk, sk))
    return found


def _in_turns(due: dict[tuple[str, str], list[Place]]) -> Iterator[tuple[str, str, list[Place]]]:
    start = 0
    while rest := {whose: places for whose, places in due.items() if len(places) > start}:
        for (tenant, kind), places in rest.items():
            yield tenant, kind, places[start : start + AT_ONCE]
        start += AT_ONCE
