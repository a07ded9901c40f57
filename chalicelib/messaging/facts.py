from __future__ import annotations

from dataclasses import dataclass

from chalicelib.foundation.facts import Fact


@dataclass(frozen=True)
class SenderAdded(Fact):
    sender_id: str
    kind: str
