"""The processes that the house starts: each on a leash, each with its lines in the one log, all ended in good order."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from infra.local.journal import say
from infra.local.settings import ROOT

LEASH = Path(__file__).with_name("leash.py")


def leash() -> list[str]:
    """Before a command: it ends with this process."""
    return [sys.executable, "-S", str(LEASH), str(os.getpid())]


class Child:
    """`name` stands before each of its lines."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], fds: Sequence[int] = (), folder: Path = ROOT) -> None:
        self.name, self.command, self.environment, self.fds, self.folder = name, command, environment, fds, folder
        self.process: asyncio.subprocess.Process | None = None
        self.lines: asyncio.Task[None] | None = None

    async def start(self) -> None:
        # A session of its own: Ctrl-C in the terminal reaches the house only, which then ends its children one after the other.
        self.process = await asyncio.create_subprocess_exec(
            *leash(), *self.command, cwd=self.folder, env={**self.environment}, pass_fds=self.fds,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, start_new_session=True,
            limit=1024 * 1024,
        )  # fmt: skip
        self.lines = asyncio.create_task(self._tell())

    async def wait(self) -> int:
        assert self.process
        assert self.lines
        status = await self.process.wait()
        await asyncio.wait([self.lines], timeout=1)
        return status

    async def stop(self, seconds: float = 10) -> None:
        """Ask, wait, insist."""
        if self.process is None or self.process.returncode is not None:
            return
        self._signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self.wait(), seconds)
        except TimeoutError:
            say(self.name, f"does not stop; ended after {seconds:.0f} s")
            self._signal(signal.SIGKILL)
            await self.wait()

    def _signal(self, sign: signal.Signals) -> None:
        """To its whole session, since npm starts processes of its own."""
        assert self.process
        try:
            os.killpg(self.process.pid, sign)
        except ProcessLookupError:
            return

    async def _tell(self) -> None:
        assert self.process
        assert self.process.stdout
        async for line in self.process.stdout:
            say(self.name, line.decode(errors="replace").rstrip())
