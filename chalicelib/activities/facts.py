from __future__ import annotations

from chalicelib.foundation.facts import Fact


class NoteWritten(Fact):
    lead_id: str
    note_id: str


class NoteModelFact(Fact, family=True):
    """`centre_id`: whose it is; nobody's where all share it."""

    model_id: str
    centre_id: str | None = None


class NoteModelMade(NoteModelFact):
    pass


class NoteModelChanged(NoteModelFact):
    pass


class NoteModelRetired(NoteModelFact):
    """It is offered no more; the notes that were written with it stay."""
