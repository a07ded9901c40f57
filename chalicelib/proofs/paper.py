"""Text on A4 pages, as PDF. The same text makes the same bytes: no date, nothing random, and nothing compressed, which differs from one machine to
the next.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pydyf

from chalicelib.proofs.typeface import Typeface

WIDTH, HEIGHT = 595, 842
MARGIN = 50
ACROSS = WIDTH - 2 * MARGIN
FOOT = 34
LEADING = 1.4
BOLD_STROKE = 0.022
"""How much thicker a letter is drawn, in parts of its size: one file for both weights."""

INK, SOFT, GOOD, BROKEN = (0.10, 0.15, 0.16), (0.38, 0.43, 0.44), (0.05, 0.42, 0.28), (0.70, 0.14, 0.10)
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Style:
    size: float = 9
    colour: Colour = INK
    is_bold: bool = False

    @property
    def leading(self) -> float:
        return self.size * LEADING


@dataclass
class Paper:
    """Writes from the top down, and begins a new page where the room ends."""

    typeface: Typeface
    title: str
    language: str
    _pages: list[pydyf.Stream] = field(default_factory=list)
    _used: dict[int, str] = field(default_factory=dict)
    y: float = 0
    spells: bool = False
    """Whether some character had to be written by its code."""

    def write(self, text: str, style: Style, *, left: float = 0, width: float | None = None) -> None:
        """A paragraph, wrapped. `left`: from the margin."""
        for line in self.wrapped(text, style, width or ACROSS - left):
            self.room(style.leading)
            self.y -= style.leading
            self._draw(self._pages[-1], line, style, MARGIN + left, self.y)

    def label(self, text: str, style: Style, *, left: float = 0) -> None:
        """One line that leaves room for more beside it: what is written next begins at the same height."""
        self.room(style.leading)
        self._draw(self._pages[-1], self._shown(text), style, MARGIN + left, self.y - style.leading)

    def beside(self, label: str, text: str, style: Style, *, width: float) -> None:
        """A label at the margin, and a paragraph right of it."""
        self.label(label, Style(style.size, SOFT))
        self.write(text, style, left=width)

    def rule(self) -> None:
        page = self._pages[-1]
        page.set_color_rgb(*SOFT, stroke=True)
        page.set_line_width(0.4)
        page.move_to(MARGIN, self.y)
        page.line_to(WIDTH - MARGIN, self.y)
        page.stroke()

    def skip(self, height: float) -> None:
        self.y -= height

    def room(self, height: float) -> None:
        """A new page where there is less of it left."""
        if not self._pages or self.y - height < MARGIN:
            self._pages.append(pydyf.Stream())
            self.y = HEIGHT - MARGIN

    def _draw(self, page: pydyf.Stream, line: str, style: Style, x: float, y: float) -> None:
        """One line of characters that the typeface has."""
        page.begin_text()
        page.set_font_size("F", style.size)
        page.set_color_rgb(*style.colour)
        page.set_color_rgb(*style.colour, stroke=True)
        page.set_text_rendering(2 if style.is_bold else 0)
        page.set_line_width(style.size * BOLD_STROKE)
        page.set_text_matrix(1, 0, 0, 1, round(x, 2), round(y, 2))
        glyphs = [self.typeface.glyph(char) for char in line]
        self._used.update(zip(glyphs, line, strict=True))
        page.show_text("<" + "".join(f"{glyph:04x}" for glyph in glyphs) + ">")
        page.end_text()

    def wrapped(self, text: str, style: Style, width: float) -> Iterator[str]:
        """Lines that fit, broken between words; a word longer than a line is broken where it must be."""
        for paragraph in text.splitlines() or [""]:
            line = ""
            for word in self._shown(paragraph).split(" "):
                longer = f"{line} {word}" if line else word
                if self.typeface.length(longer, style.size) <= width:
                    line = longer
                    continue
                if line:
                    yield line
                *full, line = self._broken(word, style, width)
                yield from full
            yield line

    def _shown(self, text: str) -> str:
        shown = self.typeface.printable(text)
        self.spells = self.spells or "[U+" in shown
        return shown

    def _broken(self, word: str, style: Style, width: float) -> Iterator[str]:
        part = ""
        for char in word:
            if part and self.typeface.length(part + char, style.size) > width:
                yield part
                part = ""
            part += char
        yield part

    def finished(self, numbered: str) -> bytes:
        """The document. `numbered`: what stands at the foot of each page, with ``{number}`` and ``{count}``."""
        for number, page in enumerate(self._pages, start=1):
            foot = f"{self.title} · {numbered.format(number=number, count=len(self._pages))}"
            self._draw(page, self._shown(foot), Style(7, SOFT), MARGIN, FOOT)
        return self._bound()

    def _bound(self) -> bytes:
        pdf = pydyf.PDF()
        pdf.info["Title"] = pydyf.String(self.title)
        pdf.catalog["Lang"] = pydyf.String(self.language)
        font = self._font(pdf)
        for page in self._pages:
            pdf.add_object(page)
            pdf.add_page(
                pydyf.Dictionary(
                    {
                        "Type": "/Page",
                        "Parent": pdf.pages.reference,
                        "MediaBox": pydyf.Array([0, 0, WIDTH, HEIGHT]),
                        "Contents": page.reference,
                        "Resources": pydyf.Dictionary({"Font": pydyf.Dictionary({"F": font.reference})}),
                    }
                )
            )
        written = io.BytesIO()
        pdf.write(written)
        return written.getvalue()

    def _font(self, pdf: pydyf.PDF) -> pydyf.Dictionary:
        """The whole file, with the widths of what is used, and what each sign means to whoever copies or reads it aloud."""
        face = self.typeface
        file = pydyf.Stream([face.data], {"Length1": len(face.data)})
        meant = pydyf.Stream([_meanings(self._used)])
        for one in (file, meant):
            pdf.add_object(one)
        described = pydyf.Dictionary(
            {
                "Type": "/FontDescriptor", "FontName": "/Sheet", "Flags": 4, "FontBBox": pydyf.Array(face.box), "ItalicAngle": 0,
                "Ascent": face.ascent, "Descent": face.descent, "CapHeight": face.ascent, "StemV": 80, "FontFile2": file.reference,
            }
        )  # fmt: skip
        pdf.add_object(described)
        widths = pydyf.Array([item for glyph, char in sorted(self._used.items()) for item in (glyph, pydyf.Array([face.width(char)]))])
        glyphs = pydyf.Dictionary(
            {
                "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": "/Sheet", "CIDToGIDMap": "/Identity", "W": widths,
                "CIDSystemInfo": pydyf.Dictionary({"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}),
                "FontDescriptor": described.reference,
            }
        )  # fmt: skip
        pdf.add_object(glyphs)
        font = pydyf.Dictionary(
            {
                "Type": "/Font", "Subtype": "/Type0", "BaseFont": "/Sheet", "Encoding": "/Identity-H", "ToUnicode": meant.reference,
                "DescendantFonts": pydyf.Array([glyphs.reference]),
            }
        )  # fmt: skip
        pdf.add_object(font)
        return font


AT_ONCE = 100
"""Lines of a block in a character map, at most."""


def _meanings(used: dict[int, str]) -> str:
    """A `ToUnicode` map."""
    pairs = [f"<{glyph:04x}> <{ord(char):04x}>" for glyph, char in sorted(used.items())]
    blocks = [pairs[start : start + AT_ONCE] for start in range(0, len(pairs), AT_ONCE)]
    mapped = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{mapped}\nendcmap\nend\nend"
    )
