"""`make reindex`: the search tokens of every person who may be called, made anew from `main`. What is there already is not written again.

The place reached is kept after every page, as a migration's is: stopped, or killed, the next run goes on there. One that ended begins anew.
"""

from __future__ import annotations

import app  # noqa: F401 - with it every kind of record is known
from chalicelib.foundation import tenancy
from chalicelib.foundation.keys import TenantGone
from chalicelib.leads import search
from infra.moves.migrate import Migrator
from infra.moves.migrations import Item, Migration

REINDEX = Migration("reindex", ("P",), lambda _: {})


class Reindexer(Migrator):
    """Looks through `main` as a migration does, and writes into `find` instead. Counts the persons who are found."""

    def begin(self) -> None:
        if self.has(REINDEX):
            self.ledger.forget(REINDEX)
        self.run((REINDEX,))

    def _bring(self, _migration: Migration, item: Item | None) -> bool:
        if item is None:
            return False
        tenant, _, place = item["pk"]["S"].partition("#")
        try:
            with tenancy.inside(tenant, by="system:reindex"):
                return search.refresh(place.rpartition("#")[2])
        except TenantGone:
            return False
