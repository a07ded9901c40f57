from __future__ import annotations

from typing import ClassVar

from chalicelib.foundation.facts import Fact


class BatchFact(Fact, family=True):
    batch_id: str


class BatchTaken(BatchFact):
    """Its rows are kept; they are read part by part. `part`: the one that is next."""

    part: int


class BatchAdvanced(BatchFact):
    """One part is read. `part`: the one that is next."""

    part: int


class BatchCancelled(BatchFact):
    """Nothing more of it is read. What was read stays."""


class BatchResumed(BatchFact):
    """It goes on from `part`."""

    part: int


class BatchEnded(BatchFact):
    """Every row is read; what became of them, in numbers."""

    PUBLIC: ClassVar = "batch.ended"
    created: int
    updated: int
    unchanged: int
    duplicate: int
    refused: int
    outdated: int = 0
