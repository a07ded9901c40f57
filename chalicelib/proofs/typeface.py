"""The typeface of what is printed: which characters it has and how wide they are, read from its file (OpenType tables `cmap`, `hmtx`)."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache

from chalicelib.foundation.pages import TEMPLATES

FILE = TEMPLATES / "proofs" / "sheet.ttf"
THOUSAND = 1000
"""Units of a PDF to the em."""


class Typeface:
    """A TrueType file with a character map of format 4, as its maker left it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        count = struct.unpack_from(">H", data, 4)[0]
        places = (struct.unpack_from(">4sLLL", data, 12 + 16 * number) for number in range(count))
        self._tables = {tag.decode(): offset for tag, _, offset, _ in places}
        self._em = int(struct.unpack_from(">H", data, self._tables["head"] + 18)[0])
        self.box = tuple(map(self._scaled, struct.unpack_from(">4h", data, self._tables["head"] + 36)))
        self.ascent, self.descent = map(self._scaled, struct.unpack_from(">2h", data, self._tables["hhea"] + 4))
        self._glyphs = dict(self._map())

    def printable(self, text: str) -> str:
        """The text with every character that the typeface lacks written by its code, so that nothing is lost."""
        composed = unicodedata.normalize("NFC", text)
        return "".join(char if ord(char) in self._glyphs else f"[U+{ord(char):04X}]" for char in composed)

    def glyph(self, char: str) -> int:
        return self._glyphs[ord(char)]

    def width(self, char: str) -> int:
        """In thousandths of the size."""
        return self._advance(self.glyph(char))

    def length(self, text: str, size: float) -> float:
        return sum(self.width(char) for char in text) * size / THOUSAND

    def _advance(self, glyph: int) -> int:
        """Glyphs behind the last of the table are as wide as that one."""
        last = struct.unpack_from(">H", self.data, self._tables["hhea"] + 34)[0] - 1
        return self._scaled(struct.unpack_from(">H", self.data, self._tables["hmtx"] + 4 * min(glyph, last))[0])

    def _scaled(self, units: int) -> int:
        return round(units * THOUSAND / self._em)

    def _map(self) -> Iterator[tuple[int, int]]:
        """Code and glyph, segment by segment. The second subtable is Unicode's own, for Windows: the first says the same."""
        start = self._tables["cmap"] + struct.unpack_from(">L", self.data, self._tables["cmap"] + 8)[0]
        segments = struct.unpack_from(">H", self.data, start + 6)[0] // 2
        ends, starts, shifts, ranges = (start + 14, start + 16 + 2 * segments, start + 16 + 4 * segments, start + 16 + 6 * segments)
        for number in range(segments):
            first, last, shift, jump = (struct.unpack_from(">H", self.data, place + 2 * number)[0] for place in (starts, ends, shifts, ranges))
            for code in range(first, min(last, 0xFFFE) + 1):
                glyph = code if jump == 0 else struct.unpack_from(">H", self.data, ranges + 2 * number + jump + 2 * (code - first))[0]
                if glyph := (glyph + shift) & 0xFFFF if glyph else 0:
                    yield code, glyph


@cache
def of_sheets() -> Typeface:
    return Typeface(FILE.read_bytes())
