from __future__ import annotations

from pynamodb.exceptions import PutError
from pynamodb.transactions import TransactWrite

from chalicelib.activities import queries
from chalicelib.activities.facts import NoteWritten
from chalicelib.activities.models import Note
from chalicelib.foundation import facts
from chalicelib.foundation.keys import Sealed
from chalicelib.foundation.records import failed_condition


def write(tx: TransactWrite, note_id: str, person_id: str, cipher: Sealed, lead_id: str, text: str, *, is_told: bool = False) -> Note:
    """Keep a note, sealed under the person's `cipher`. The transaction is refused when a note with this id is kept already. `is_told` as below."""
    note = _made(note_id, person_id, cipher, lead_id, text, is_told=is_told)
    tx.save(note, condition=Note.pk.does_not_exist())
    return note


def keep(note_id: str, person_id: str, cipher: Sealed, lead_id: str, text: str, *, is_told: bool = False) -> tuple[Note, bool]:
    """Keep a note by itself, and answer the one that is kept (of the same id, the first), and whether it is new.

    `is_told`: another fact has told of it.
    """
    note = _made(note_id, person_id, cipher, lead_id, text, is_told=is_told)
    try:
        note.save(condition=Note.pk.does_not_exist())
    except PutError as error:
        if not failed_condition(error):
            raise
        return queries.note(person_id, note_id) or note, False
    return note, True


def _made(note_id: str, person_id: str, cipher: Sealed, lead_id: str, text: str, *, is_told: bool) -> Note:
    note = Note.new(note_id, person_id, cipher, lead_id, text)
    if not is_told:
        note.version, note.said = 1, facts.said_now(NoteWritten(note.lead_id, note.id))
    return note
