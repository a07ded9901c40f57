from __future__ import annotations

from chalicelib.foundation import timers
from chalicelib.foundation.log import log
from chalicelib.foundation.timers import Place
from chalicelib.identity import queries as identity


def read_notes(places: list[Place]) -> int:
    """The company's notes are to be read. What could not be read in time is read a minute later; nothing of it is late."""
    from chalicelib.scoring import reader  # noqa: PLC0415 - few companies have it on, and the words are many
    from chalicelib.scoring.models.rules import Rules  # noqa: PLC0415 - as above

    for _ in places:
        rules = Rules.here()
        if not (rules.is_on and identity.is_open()):
            rules.rest()
            continue
        with timers.alone():
            log.info("notes_read", notes=reader.run(rules))
    return 0
