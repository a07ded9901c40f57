from __future__ import annotations

from collections.abc import Iterable

from chalicelib.activities.models import Note, note_key
from chalicelib.foundation.keys import Sealed
from chalicelib.foundation.records import key

__all__ = ["Note", "note", "notes_of"]


def note(person_id: str, note_id: str) -> Note | None:
    found: Note | None = Note.find(*note_key(person_id, note_id), consistent=True)
    return found


def notes_of(person_id: str, cipher: Sealed) -> dict[str, str]:
    """The text of every note about a person, by note id."""
    return {one.id: one.read(cipher) for one in Note.query(key("P", person_id), Note.sk.startswith("N#"))}


def notes(places: Iterable[tuple[str, str]]) -> dict[str, Note]:
    """Notes by their ids, of persons named with them, read a hundred at a time."""
    return {note.id: note for note in Note.batch_get([note_key(*place) for place in places])}
