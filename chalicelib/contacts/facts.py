from __future__ import annotations

from chalicelib.foundation.facts import Fact


class DuplicateSuspected(Fact):
    """A new person gave a phone number under which others are known. A human decides."""

    person_id: str
    others: tuple[str, ...]
