"""Notes of calls with what came of them, written as agents write. Half of them, told by a hash and once for all, was never looked at while tuning."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from chalicelib.scoring.notes import classifier
from chalicelib.scoring.notes.classifier import LABELS, Label

FILE = Path(__file__).with_name("notes.tsv")
Half = Literal["tune", "held out"]


@dataclass(frozen=True)
class Labelled:
    label: Label
    language: str
    text: str

    @property
    def half(self) -> Half:
        return "held out" if hashlib.sha256(self.text.encode()).digest()[0] % 2 else "tune"


@dataclass(frozen=True)
class Outcome:
    """`coverage`: the share that got a label at all. `accuracy`: of those, the share that got the right one. `agreement`: of all, with the
    unclassified ones as one more label.
    """

    notes: int
    coverage: float
    accuracy: float
    agreement: float


def labelled(half: Half | None = None, language: str | None = None) -> list[Labelled]:
    rows = [line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines()]
    notes = [Labelled(LABELS[LABELS.index(label)], spoken, text) for label, spoken, text in rows]
    return [one for one in notes if half in {None, one.half} and language in {None, one.language}]


def measured(notes: list[Labelled]) -> Outcome:
    said = [(one.label, classifier.classify(one.text).label) for one in notes]
    decided = [(label, found) for label, found in said if found != "unclassified"]
    return Outcome(len(said), len(decided) / len(said), _share(decided), _share(said))


def _share(said: list[tuple[Label, Label]]) -> float:
    return sum(label == found for label, found in said) / len(said)
