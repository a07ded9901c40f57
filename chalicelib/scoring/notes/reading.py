"""A note as words: without case, accents and double letters, abbreviations written out, slips of the finger mended where a cue is meant."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache, reduce

from chalicelib.scoring.notes import lexicon

TOKEN = re.compile(r"\d+[a-z]+\d*|[^\W\d_]+|\d+|[.;!?,:()\n/+…\u2013-]", re.UNICODE)
HOUR = re.compile(r"\d+(h\d*|am|pm|j|er|e|th|min|mn)?")
ENDS = frozenset(".;!?\n…")
SOFT_ENDS = frozenset(",:()")
ELIDED = frozenset("ldjsm")
CONTRACTED = frozenset({"don", "doesn", "didn", "isn", "wasn", "won", "can", "couldn", "wouldn", "shouldn", "aren", "haven", "hasn"})
NUMBER = "#"
SQUEEZED_FROM, MENDED_FROM, MENDED_TWICE_FROM = 5, 5, 9
"""Letters: double ones count once in words this long, a slip is mended in words this long, a second one in these."""


@dataclass(frozen=True)
class Word:
    """`text`: as cues are written. It stands from `start` to `end` of the note."""

    text: str
    start: int
    end: int


@dataclass
class Clause:
    """Words up to the next comma, stop or ``mais``. `is_contrast`: it takes back what stands before it, `is_after_all`: for good."""

    words: list[Word]
    is_contrast: bool = False
    is_after_all: bool = False


def clauses(note: str) -> list[Clause]:
    found = [Clause([])]
    for word in _words(note):
        if word.text in ENDS or word.text in SOFT_ENDS:
            found.append(Clause([]))
        elif word.text in lexicon.AFTER_ALL:
            found.append(Clause([], is_contrast=True, is_after_all=True))
        elif _turns(word, found[-1]):
            found.append(Clause([], is_contrast=True))
        else:
            found[-1].words.append(word)
    return _joined(found)


def _turns(word: Word, clause: Clause) -> bool:
    if word.text == "contre":
        return bool(clause.words) and clause.words[-1].text == "par"
    return word.text in lexicon.CONTRASTS


def _joined(found: list[Clause]) -> list[Clause]:
    """A turn survives the comma behind it: ``Finalement, refus``."""
    kept: list[Clause] = []
    turn, after_all = False, False
    for clause in found:
        turn, after_all = turn or clause.is_contrast, after_all or clause.is_after_all
        if clause.words:
            kept.append(Clause(clause.words, is_contrast=turn, is_after_all=after_all))
            turn, after_all = False, False
    return kept


def _words(note: str) -> list[Word]:
    bare = plain(note)
    raw = [Word(found.group(), found.start(), found.end()) for found in TOKEN.finditer(bare)]
    return [Word(text, one.start, one.end) for one in _merged(raw) for text in _spelt(one.text).split()]


def _merged(raw: list[Word]) -> list[Word]:
    """``rendez-vous`` is one word, ``don't`` a negation, and of ``l'offre`` the article says nothing."""
    words: list[Word] = []
    for word in raw:
        last = words[-1].text if words else ""
        if word.text == "vous" and last.startswith(("rendez", "randez", "rende")):
            words[-1] = Word("rdv", words[-1].start, word.end)
        elif word.text == "t" and last in CONTRACTED:
            words[-1] = Word("not", words[-1].start, word.end)
        elif word.text == "-" and last.startswith(("rendez", "randez", "rende")):
            continue
        elif word.text not in ELIDED and word.text not in {"-", "\u2013", "/"}:
            words.append(word)
    return words


def plain(note: str) -> str:
    """Lower case without accents, one character for one, so that places stay."""
    return "".join(_bare(character) for character in note)


@lru_cache(1024)
def _bare(character: str) -> str:
    bare = unicodedata.normalize("NFD", character)[0].lower()
    return bare if len(bare) == 1 else character


def _spelt(text: str) -> str:
    text = lexicon.SHORT.get(text, text)
    if text in lexicon.DAYS or HOUR.fullmatch(text):
        return f"{text}" if not HOUR.fullmatch(text) else NUMBER
    return mended(squeezed(text))


def squeezed(text: str) -> str:
    if len(text) < SQUEEZED_FROM:
        return text
    return reduce(lambda kept, letter: kept if kept.endswith(letter) else kept + letter, text, "")


def _is_meant(text: str) -> bool:
    """Whether cues know the word as it stands, or it is a common one that must not be taken for another."""
    return text in vocabulary().words or text in vocabulary().plain or any(text.startswith(stem) for stem in vocabulary().stems)


@lru_cache(4096)
def mended(text: str) -> str:
    """The word of a cue that was meant, where one slip of the finger (in long words two) lies between."""
    if len(text) < MENDED_FROM or not text.isalpha() or _is_meant(text):
        return text
    reach = 2 if len(text) >= MENDED_TWICE_FROM else 1
    near = [(slips, meant) for meant in vocabulary().targets if (slips := _slips(text, meant, reach)) <= reach]
    return min(near)[1] if near else text


def _slips(text: str, meant: str, reach: int) -> int:
    """Most first letters are right."""
    if text[0] != meant[0] or abs(len(text) - len(meant)) > reach:
        return reach + 1
    return distance(text, meant)


def distance(one: str, other: str) -> int:
    """Letters left out, added, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        previous, row = row, [i]
        for j, against in enumerate(other, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = previous
    return row[-1]


@dataclass(frozen=True)
class Vocabulary:
    words: frozenset[str]
    stems: tuple[str, ...]
    plain: frozenset[str]
    targets: tuple[str, ...]


@lru_cache(1)
def vocabulary() -> Vocabulary:
    """Of all cues, squeezed as words of notes are."""
    parts = {part for cues in lexicon.CUES.values() for part in re.split(r"[\s|/]+", plain(cues)) if part.rstrip("*").isalpha()}
    words = frozenset(squeezed(part) for part in parts if not part.endswith("*"))
    stems = tuple(sorted(squeezed(part[:-1]) for part in parts if part.endswith("*")))
    common = frozenset(squeezed(word) for word in lexicon.PLAIN | lexicon.CONTRASTS | lexicon.AFTER_ALL | lexicon.NEGATORS)
    targets = tuple(sorted({squeezed(word) for word in lexicon.MENDED}))
    return Vocabulary(words, stems, common, targets)
