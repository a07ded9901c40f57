from __future__ import annotations

from pynamodb.exceptions import PutError
from pynamodb.transactions import TransactWrite

from chalicelib.activities import queries
from chalicelib.activities.facts import NoteWritten
from chalicelib.activities.models import Note
from chalicelib.foundation import facts
from chalicelib.foundation.facts import Fact
from chalicelib.foundation.keys import Sealed
from chalicelib.foundation.records import failed_condition


def write(tx: TransactWrite, note_id: str, person_id: str, cipher: Sealed, lead_id: str, text: str, *, is_told: bool = False) -> Note:
    """Keep a note, sealed under the person's `cipher`. The transaction is refused when a note with this id is kept already. `is_told` as below."""
    note = _made(note_id, person_id, cipher, lead_id, text, is_told=is_told)
    tx.save(note, condition=Note.pk.does_not_exist())
    return note


def keep_said(note_id: str, person_id: str, cipher: Sealed, lead_id: str, text: str, fact: Fact) -> tuple[Note, bool]:
    """Keep the words that were exchanged with a person, of which this fact tells; otherwise as `keep`."""
    note = _made(note_id, person_id, cipher, lead_id, text, is_told=True)
    note.version, note.said = 1, facts.said_now(fact)
    return _first(note, person_id, note_id)


def keep(note_id: str, person_id: str, cipher: Sealed, lead_id: str, text: str, *, is_told: bool = False) -> tuple[Note, bool]:
    """Keep a note by itself, and answer the one that is kept (of the same id, the first), and whether it is new.

    `is_told`: another fact has told of it.
    """
    return _first(_made(note_id, person_id, cipher, lead_id, text, is_told=is_told), person_id, note_id)


def _first(note: Note, person_id: str, note_id: str) -> tuple[Note, bool]:
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
