from __future__ import annotations

from chalicelib.foundation.facts import Fact


class CentreOutcomesChanged(Fact):
    """Its owner chose what agents may say of a call, and what follows."""

    centre_id: str


class NumberBlocked(Fact):
    """Nobody calls it any more, whoever else is known under it. `lead_id`: where that was asked for."""

    lead_id: str


class NumberUnblocked(Fact):
    """A manager heard that the person may be called again."""

    lead_id: str
