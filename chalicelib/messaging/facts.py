from __future__ import annotations

from chalicelib.foundation.facts import Fact


class SenderAdded(Fact):
    sender_id: str
    kind: str
