from __future__ import annotations

from chalicelib.foundation.facts import Fact


class ReadingRuled(Fact):
    """How notes are read from now on: `is_on`, by which engine, and which notes it is asked about."""

    is_on: bool
    engine: str
    asks: str


class NoteLabelled(Fact):
    """Somebody said what came of a call, whatever the machine had read (`read_as`). `about`: the note."""

    lead_id: str
    about: str
    label: str
    read_as: str
