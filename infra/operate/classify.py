"""Every line of a file read as a note of a call: its label, the words that decided, and the note, with tabs between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from chalicelib.scoring.notes import classifier
from infra.trouble import Trouble


def classify(name: str) -> None:
    for line in lines(_read(name)):
        print(line)


def lines(text: str) -> Iterator[str]:
    """One for each, an empty one too, so that both files can be laid side by side."""
    for note in text.splitlines():
        found = classifier.classify(note)
        yield "\t".join((found.label, _plain(", ".join(classifier.words(note, found))), _plain(note)))


def _plain(said: str) -> str:
    return said.replace("\t", " ")


def _read(name: str) -> str:
    """As UTF-8; what cannot be that comes from a spreadsheet of Windows."""
    try:
        raw = Path(name).read_bytes()
    except OSError as error:
        raise Trouble(f"{name} cannot be read ({error.strerror}). Name a file with one note a line: make classify FILE=notes.txt") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
