"""The text of a mail, made from its HTML: for those who read without pictures, and for filters that mistrust a mail without it."""

from __future__ import annotations

import re
from html import unescape

from chalicelib.foundation.authored.markup import Piece, pieces

PARAGRAPHS = frozenset(
    {"p", "div", "table", "tr", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "section", "header", "footer", "article"}
)
BREAKS = dict.fromkeys(PARAGRAPHS, "\n\n") | {"br": "\n", "li": "\n- ", "td": " ", "th": " "}


def as_text(html: str) -> str:
    """Paragraphs apart, list items marked, each link with its address on a line of its own."""
    said: list[str] = []
    address, begun = "", 0
    for piece in pieces(html):
        if not piece.name:
            said.append(re.sub(r"\s+", " ", unescape(html[piece.start : piece.stop])))
        elif piece.name != "a":
            said.append(_break(piece))
        elif piece.is_end:
            said.append(_address(address, "".join(said[begun:]).strip()))
            address = ""
        else:
            address, begun = piece.attributes.get("href", ""), len(said)
    lines = [" ".join(line.split()) for line in "".join(said).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _break(piece: Piece) -> str:
    if piece.name == "img":
        return piece.attributes.get("alt", "")
    return "" if piece.is_end and piece.name not in PARAGRAPHS else BREAKS.get(piece.name, "")


def _address(address: str, shown: str) -> str:
    """Whoever cannot press a button copies it."""
    if not address.startswith(("http:", "https:")) or shown == address:
        return ""
    return f"\n{address}\n" if shown else address
