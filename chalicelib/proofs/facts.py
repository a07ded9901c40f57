from __future__ import annotations

from chalicelib.foundation.facts import Fact


class ProofGiven(Fact):
    """Somebody was given the proof sheet of a lead. `shown_as`: ``screen`` or ``paper``. `head`: the hash of its last line then.

    Empty where lines were still on their way: it need not be found again.
    """

    lead_id: str
    shown_as: str
    lines: int
    head: str
