"""How far a long thing has come: one line that is written over on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time

SELDOM = 10.0


class Progress:
    def __init__(self, what: str) -> None:
        self.what, self.shown = what, 0.0

    def show(self, text: str, *, last: bool = False) -> None:
        if sys.stdout.isatty():
            print(f"\r\033[K{self.what}: {text}", end="\n" if last else "", flush=True)
        elif last or time.monotonic() - self.shown > SELDOM:
            self.shown = time.monotonic()
            print(f"{self.what}: {text}", flush=True)

    def looked(self, looked: int, about: int, result: str, *, last: bool = False) -> None:
        """`about`: how many there may be. DynamoDB counts its items every six hours only."""
        self.show(f"{looked:,} of about {max(about, looked):,} items looked at, {result}", last=last)
