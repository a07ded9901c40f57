from __future__ import annotations

from chalicelib.foundation import timers
from chalicelib.foundation.timers import Place
from chalicelib.lists import facts  # noqa: F401 - the relay knows a fact by its name once its room was read, and stands still before another


def ring(places: list[Place]) -> int:
    """These lists are deleted, and somebody is still on them. None is ever late: nobody sees them any more."""
    from chalicelib.lists import actions  # noqa: PLC0415 - few minutes have any

    for _, sort_key in places:
        with timers.alone():
            actions.clear(sort_key.partition("#")[2])
    return 0
