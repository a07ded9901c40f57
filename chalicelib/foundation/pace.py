"""An answer that takes as long whatever it found: how long it took must not tell whether an address is known."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

TAKES_SECONDS = 0.2
"""More than looking for an address and writing down what it asked for takes, less than anybody minds."""


@contextmanager
def unhurried() -> Iterator[None]:
    """Wait for the rest of the time. Also after a failure."""
    ends = time.monotonic() + TAKES_SECONDS
    try:
        yield
    finally:
        time.sleep(max(0.0, ends - time.monotonic()))
