"""The kinds of files that a form may take, and whether a content really is of one: by its bytes, whatever its name says.

A file that is two things at once (a picture that is also an archive, a PDF that a browser would show as a page) is refused, since whoever opens
it does not choose which. This is no search for viruses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["pdf", "jpeg", "png", "webp", "heic", "docx", "xlsx", "odt", "csv", "txt"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class About:
    """`endings`: of names, the usual one first."""

    media_type: str
    endings: tuple[str, ...]


ABOUT: dict[str, About] = {
    "pdf": About("application/pdf", ("pdf",)),
    "jpeg": About("image/jpeg", ("jpg", "jpeg", "jpe")),
    "png": About("image/png", ("png",)),
    "webp": About("image/webp", ("webp",)),
    "heic": About("image/heic", ("heic", "heif")),
    "docx": About("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)),
    "xlsx": About("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)),
    "odt": About("application/vnd.oasis.opendocument.text", ("odt",)),
    "csv": About("text/csv", ("csv",)),
    "txt": About("text/plain", ("txt",)),
}
BY_ENDING: dict[str, Kind] = {ending: kind for kind in KINDS for ending in ABOUT[kind].endings}
ARCHIVES = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}
"""Office documents are archives, each known by one of its parts."""
TEXTS = frozenset({"csv", "txt"})

LONGEST_NAME = 100
UNSEEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
"""Controls, and what turns the direction of reading: with it `exe.pdf` can be shown as `fdp.exe`."""
FORBIDDEN = re.compile(r'[\\/:*?"<>|]')

START = 1024
"""Readers of PDF look for its mark so far in, browsers for markup."""
ARCHIVE_END, MOST_COMMENT = b"PK\x05\x06", 65_535 + 22
"""An archive is found from its end."""
MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|img|a\s|style|meta|\?php|\?xml-stylesheet)", re.IGNORECASE)
NO_TEXT = bytes({*range(32), 127} - set(b"\t\n\r\f"))
PROGRAM = (b"#!", b"%PDF-", b"PK\x03\x04", b"{\\rtf")
MOST_PARTS = 10_000


def kind_of(name: str) -> Kind | None:
    """By the ending of its name."""
    return BY_ENDING.get(name.rpartition(".")[2].lower()) if "." in name else None


def safe(name: str) -> str:
    """The name as it may stand on a screen and on a disk, with the usual ending of its kind."""
    seen = "".join(letter for letter in unicodedata.normalize("NFC", name) if unicodedata.category(letter) not in UNSEEN)
    plain = FORBIDDEN.sub("_", re.split(r"[\\/]", seen)[-1])
    stem = plain.rpartition(".")[0]
    kind = kind_of(plain)
    if not kind:
        return plain.strip(" .")[:LONGEST_NAME] or "_"
    return f"{stem.strip(' .')[:LONGEST_NAME].strip(' .') or '_'}.{ABOUT[kind].endings[0]}"


def is_really(kind: str, content: bytes) -> bool:
    """Whether these bytes are of this kind, and of no other at once."""
    return CHECKS[kind](content) and not _is_another_too(kind, content)


def _is_another_too(kind: str, content: bytes) -> bool:
    start = content[:START]
    hides_pdf = kind != "pdf" and b"%PDF-" in start
    hides_archive = kind not in ARCHIVES and ARCHIVE_END in content[-MOST_COMMENT:]
    return hides_pdf or hides_archive or MARKUP.search(start) is not None


def _pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-START:]


def _jpeg(content: bytes) -> bool:
    """What follows the picture is let be: telephones put a moving one there."""
    return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content


def _png(content: bytes) -> bool:
    """Part by part, up to its end, which is the end."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"):
        return False
    place = 8
    while place + 12 <= len(content):
        part, place = content[place + 4 : place + 8], place + 12 + int.from_bytes(content[place : place + 4])
        if part == b"IEND":
            return place == len(content)
    return False


def _webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP" and int.from_bytes(content[4:8], "little") + 8 == len(content)


def _heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc"}


def _archive_with(part: str) -> Callable[[bytes], bool]:
    def check(content: bytes) -> bool:
        """From its first byte to its last an archive, which has the part that makes it a document, and no program."""
        from io import BytesIO  # noqa: PLC0415 - archives are for files only, and every start would read them
        from zipfile import BadZipFile, ZipFile  # noqa: PLC0415

        if not content.startswith(b"PK\x03\x04") or content[-22:-18] != ARCHIVE_END:
            return False
        try:
            with ZipFile(BytesIO(content)) as archive:
                parts = archive.infolist()
        except (BadZipFile, ValueError, NotImplementedError, OverflowError):
            return False
        names = {one.filename for one in parts}
        begins = min((one.header_offset for one in parts), default=-1)
        return begins == 0 and part in names and len(parts) <= MOST_PARTS and not any(_is_program(name) for name in names)

    return check


def _is_program(name: str) -> bool:
    return name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs", ".class")) or ".." in name.split("/")


def _text(content: bytes) -> bool:
    """Letters of whatever encoding, and nothing that a machine would run or draw."""
    begun = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    return len(content.translate(None, NO_TEXT)) == len(content) and not begun.startswith(PROGRAM)


CHECKS: dict[str, Callable[[bytes], bool]] = {
    "pdf": _pdf, "jpeg": _jpeg, "png": _png, "webp": _webp, "heic": _heic, "csv": _text, "txt": _text,
} | {kind: _archive_with(part) for kind, part in ARCHIVES.items()}  # fmt: skip
