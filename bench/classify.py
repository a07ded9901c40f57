"""How well the embedded reader reads notes: of the half of the labelled ones that was never looked at while its words were chosen."""

from __future__ import annotations

import time

from bench.figures import Figure
from chalicelib.scoring.notes import classifier
from tests.scoring import notes

LANGUAGES = {"fr": "French", "en": "English"}
ROUNDS = 5


def figures() -> list[Figure]:
    return [*(figure for language in LANGUAGES for figure in _of(language)), _pace()]


def _of(language: str) -> list[Figure]:
    held_out, tune = (notes.measured(notes.labelled(half, language)) for half in ("held out", "tune"))
    what = f"{LANGUAGES[language]} notes of calls, {held_out.notes} held out"
    return [
        Figure(f"{what}: right, of those that got a label", 100 * held_out.accuracy, "%", "≥ 90 %", "tuned on", 100 * tune.accuracy),
        Figure(f"{what}: got a label", 100 * held_out.coverage, "%", "≥ 75 %", "tuned on", 100 * tune.coverage),
        Figure(f"{what}: right, unclassified being a label", 100 * held_out.agreement, "%", "≥ 85 %", "tuned on", 100 * tune.agreement),
    ]


def _pace() -> Figure:
    texts = [one.text for one in notes.labelled()]
    started = time.process_time()
    for _ in range(ROUNDS):
        for text in texts:
            classifier.classify(text)
    return Figure("one note read, own CPU", 1000 * (time.process_time() - started) / (ROUNDS * len(texts)), "ms", "≤ 5 ms")


if __name__ == "__main__":
    for figure in figures():
        print(figure.row)
