from __future__ import annotations

from pynamodb.transactions import TransactWrite

from chalicelib.activities.facts import NoteWritten
from chalicelib.activities.models import Note
from chalicelib.foundation import facts
from chalicelib.foundation.keys import Sealed


def write(tx: TransactWrite, note_id: str, person_id: str, cipher: Sealed, lead_id: str, text: str) -> Note:
    """Keep a note, sealed under the person's `cipher`. The transaction is refused when a note with this id is kept already."""
    note = Note.new(note_id, person_id, cipher, lead_id, text)
    note.version, note.said = 1, facts.said_now(NoteWritten(lead_id, note_id))
    tx.save(note, condition=Note.pk.does_not_exist())
    return note
