from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby

from chalicelib.foundation import clock, platform, tenancy
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.log import log, measure
from chalicelib.identity import queries as identity
from chalicelib.leads import actions, queries


def sweep() -> None:
    """Ring the timers of all tenants that are due, and tell how many confirmation mails are late.

    One that fails is rung again a minute later; it never stops the others.
    """
    late = 0
    rung = sorted(platform.due_keys(f"{clock.now():%Y%m%dT%H%M}"))
    for tenant, places in groupby(rung, key=lambda place: place[0].partition("#")[0]):
        with tenancy.inside(tenant, by="system:sweep"), log.about(tenant=tenant):
            late += _ring(places)
    measure("OptInMailsLate", late)


def _ring(places: Iterable[tuple[str, str]]) -> int:
    """How many of these leads still wait for their mail, five minutes and more."""
    late = 0
    with _alone():
        for lead in queries.hydrated(places).values():
            with _alone():
                late += actions.ring(lead)
        if not identity.is_open():
            late = 0  # A company that is gone sends no mail; that is no alarm.
    if late:
        log.info("mails_late", mails=late)
    return late


@contextmanager
def _alone() -> Iterator[None]:
    """What fails in here stops nothing outside. A read may be old: what was written since wins."""
    try:
        yield
    except Conflict:
        log.info("timer_lost_race")
    except Exception as error:  # noqa: BLE001 - one timer in trouble must not stop the others
        log.failure("timer_failed", error)
