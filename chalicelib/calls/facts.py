from __future__ import annotations

from chalicelib.foundation.facts import Fact


class CentreOutcomesChanged(Fact):
    """Its owner chose what agents may say of a call, and what follows."""

    centre_id: str
