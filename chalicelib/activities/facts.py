from __future__ import annotations

from chalicelib.foundation.facts import Fact


class NoteWritten(Fact):
    lead_id: str
    note_id: str
