"""Where the cues of the lexicon stand in a clause: the longest wins, and each word speaks once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chalicelib.scoring.notes import lexicon, reading
from chalicelib.scoring.notes.reading import NUMBER, Word

BEGIN, END, GAP = "^", "$", "_"
GAP_AT_MOST = 2
NEGATED_WITHIN = 3
"""Words between a negation and what it denies."""
CUT = 3
"""Letters by which stems are sorted."""


@dataclass(frozen=True)
class Element:
    words: frozenset[str]
    stems: tuple[str, ...]

    def fits(self, text: str) -> bool:
        if text in self.words or (NUMBER in self.words and text in lexicon.DAYS):
            return True
        return any(text.startswith(stem) for stem in self.stems)


@dataclass(frozen=True)
class Cue:
    kind: str
    weight: float
    elements: tuple[Element | None, ...]
    """None: a gap."""
    denies: bool
    """A negation is part of it, so one before it denies nothing."""

    @property
    def rank(self) -> tuple[int, float]:
        return sum(element is not None for element in self.elements), self.weight


@dataclass(frozen=True)
class Heard:
    """A cue in its place: the words from `first` up to `last`, and whether a negation stands before it."""

    cue: Cue
    first: int
    last: int
    is_denied: bool = False


def heard(words: Sequence[Word]) -> list[Heard]:
    texts = [BEGIN, *(word.text for word in words), END]
    found: list[Heard] = []
    place = 0
    while place < len(texts):
        best = max(_beginning(texts, place), key=lambda one: (one.last - one.first, one.cue.rank), default=None)
        if best is None:
            place += 1
            continue
        taken = found[-1].last if found else 0
        found.append(_judged(best, texts, taken))
        place = max(best.last, place + 1)
    return [Heard(one.cue, max(one.first - 1, 0), min(one.last - 1, len(words)), one.is_denied) for one in found]


def _judged(one: Heard, texts: list[str], taken: int) -> Heard:
    before = texts[max(taken, one.first - NEGATED_WITHIN) : one.first]
    return Heard(one.cue, one.first, one.last, not one.cue.denies and any(text in lexicon.NEGATORS for text in before))


def _beginning(texts: list[str], place: int) -> Iterator[Heard]:
    words, stems = _index()
    text = texts[place]
    kinds = [text, NUMBER] if text in lexicon.DAYS else [text]
    for cue in (*(cue for kind in kinds for cue in words.get(kind, ())), *stems.get(text[:CUT], ())):
        last = _end(cue.elements, texts, place)
        if last is not None:
            yield Heard(cue, place, last)


def _end(elements: tuple[Element | None, ...], texts: list[str], place: int) -> int | None:
    """Where the cue ends that begins here; None: it does not stand here."""
    for number, element in enumerate(elements):
        if element is None:
            rest = elements[number + 1 :]
            return next((end for skip in range(GAP_AT_MOST + 1) if (end := _end(rest, texts, place + skip)) is not None), None)
        if place >= len(texts) or not element.fits(texts[place]):
            return None
        place += 1
    return place


@lru_cache(1)
def _index() -> tuple[dict[str, list[Cue]], dict[str, list[Cue]]]:
    """Cues by their first word, and by how the stem begins that they begin with."""
    words: dict[str, list[Cue]] = defaultdict(list)
    stems: dict[str, list[Cue]] = defaultdict(list)
    for (kind, weight), cues in lexicon.CUES.items():
        for said in cues.replace("\n", "|").split("|"):
            if said.strip():
                cue = _compiled(kind, weight, said)
                first = cue.elements[0]
                if first is None:
                    raise ValueError(said)
                for word in first.words:
                    words[word].append(cue)
                for stem in {stem[:CUT] for stem in first.stems}:
                    stems[stem].append(cue)
    return dict(words), dict(stems)


def _compiled(kind: str, weight: float, said: str) -> Cue:
    elements = tuple(None if part == GAP else _element(part) for part in said.split() if part not in reading.ELIDED)
    denies = any(element is not None and element.words & (lexicon.NEGATORS | {"ne", "n", "plus", "rien"}) for element in elements)
    return Cue(kind, weight, elements, denies)


def _element(part: str) -> Element:
    alternatives = [reading.plain(one) for one in part.split("/")]
    return Element(
        frozenset(reading.squeezed(one) for one in alternatives if not one.endswith("*")),
        tuple(reading.squeezed(one[:-1]) for one in alternatives if one.endswith("*")),
    )
