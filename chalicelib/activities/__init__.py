"""What people wrote down about a person: notes, sealed under the person's key. (Tasks and appointments come with the CRM.)

Facts out: NoteWritten, which carries the note's id and never its text.
"""
