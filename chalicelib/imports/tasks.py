from __future__ import annotations

from chalicelib.foundation.facts import Announcement
from chalicelib.imports import batches
from chalicelib.imports.facts import BatchAdvanced, BatchResumed, BatchTaken

HEARD = (BatchTaken, BatchAdvanced, BatchResumed)


def import_leads(said: Announcement) -> None:
    """The next part of a batch is to be read."""
    if isinstance(said.fact, HEARD):
        batches.read_part(said.fact.batch_id, said.fact.part)
