from __future__ import annotations

from chalicelib.foundation import timers
from chalicelib.foundation.log import log
from chalicelib.foundation.timers import Place
from chalicelib.identity import queries as identity
from chalicelib.leads import actions, queries


def ring(places: list[Place]) -> int:
    """The timers of these leads are due. Answers how many confirmation mails are late."""
    late = 0
    for lead in queries.hydrated(places).values():
        with timers.alone():
            late += actions.ring(lead)
    if not late or not identity.is_open():
        return 0  # A company that is gone sends no mail; that is no alarm.
    log.info("mails_late", mails=late)
    return late
