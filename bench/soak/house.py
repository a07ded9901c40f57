"""The house of a soak: `python -m bench.soak.house`. It starts the app again when it was killed, as Lambda does."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from bench.soak.plan import VARIABLE, Plan
from infra.local.children import Child
from infra.local.house import House
from infra.local.journal import say

A_BREATH = 0.5
"""So that an app that cannot start does not eat the machine while it fails."""


class SoakedHouse(House):
    WORKER = "bench.soak.worker"

    async def _watch_over(self, app: Child) -> None:
        status = await app.wait()
        if app is self.app and not self.ended.is_set():
            say("house", f"the app ended with status {status}; it starts again")
            self.children.remove(app)
            await asyncio.sleep(A_BREATH)
            await self._start_app()

    async def _reload(self) -> None:
        """A soak goes on with the code that it began with, as far as nobody kills its app."""


if __name__ == "__main__":
    run = Path(os.environ[VARIABLE])
    asyncio.run(SoakedHouse(Plan.kept(run).settings(run), bare=True).live())
