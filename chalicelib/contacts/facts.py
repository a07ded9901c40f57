from __future__ import annotations

from dataclasses import dataclass

from chalicelib.foundation.facts import Fact


@dataclass(frozen=True)
class DuplicateSuspected(Fact):
    """A new person gave a phone number under which others are known. A human decides."""

    person_id: str
    others: tuple[str, ...]
