"""What people wrote down about a person: notes, sealed under the person's key, and the predefined notes that save typing the same twice.

(Tasks and appointments come with the CRM.)
Facts out: NoteWritten, which carries the note's id and never its text; NoteModelMade, NoteModelChanged, NoteModelRetired.
"""
