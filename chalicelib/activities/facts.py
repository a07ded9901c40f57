from __future__ import annotations

from dataclasses import dataclass

from chalicelib.foundation.facts import Fact


@dataclass(frozen=True)
class NoteWritten(Fact):
    lead_id: str
    note_id: str
