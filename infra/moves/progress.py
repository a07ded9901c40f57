"""How far a long thing has come: one line that is written over on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time

SELDOM = 10.0


class Progress:
    """`about`: how many there may be. DynamoDB counts its items every six hours only."""

    def __init__(self, what: str, about: int) -> None:
        self.what, self.about, self.shown = what, about, 0.0

    def show(self, looked: int, result: str, *, last: bool = False) -> None:
        text = f"{self.what}: {looked:,} of about {max(self.about, looked):,} items looked at, {result}"
        if sys.stdout.isatty():
            print(f"\r\033[K{text}", end="\n" if last else "", flush=True)
        elif last or time.monotonic() - self.shown > SELDOM:
            self.shown = time.monotonic()
            print(text, flush=True)
