"""Everything together: the parts started in order, the app started again when its code changes, all of it stopped in order."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from watchfiles import awatch

from infra.local import console_build, emulator, mail, stack
from infra.local.announcement import Announcement
from infra.local.children import Child
from infra.local.exchange import Exchange
from infra.local.inbox import Inbox
from infra.local.journal import say
from infra.local.phones import Phones
from infra.local.serving import Server, bind, server
from infra.local.settings import ROOT, Settings, Trouble, without_real_account
from infra.local.static_site import StaticSite

WATCHED = [ROOT / name for name in ("app.py", "chalicelib", "templates")]
SEED = "infra.local.seed"
FREE_BYTES = 100_000_000


class House:
    """`bare`: without the console's build and the demo companies, for tests of the house itself."""

    WORKER = "infra.local.worker"

    def __init__(self, settings: Settings, *, bare: bool = False) -> None:
        self.settings, self.bare = settings, bare
        self.announcement = Announcement(settings)
        self.environment = without_real_account(dict(os.environ)) | settings.environment()
        self.doors: dict[str, socket.socket] = {}
        self.children: list[Child] = []
        self.pages: list[tuple[Server, asyncio.Task[None]]] = []
        self.jobs: list[asyncio.Task[Any]] = []
        self.ended = asyncio.Event()
        self.app: Child

    async def live(self) -> None:
        """Until a signal or a trouble; whatever happens, nothing that was started stays behind."""
        began = time.monotonic()
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if sign is signal.SIGHUP and signal.getsignal(sign) is signal.SIG_IGN:
                continue  # Started by nohup. An interrupt is heeded even where a shell's `&` had it ignored: somebody sent it to us.
            asyncio.get_running_loop().add_signal_handler(sign, self.ended.set)
        opening = asyncio.create_task(self._open(began))
        closing = asyncio.create_task(self.ended.wait())
        try:
            await asyncio.wait([opening, closing], return_when=asyncio.FIRST_COMPLETED)
            if opening.done():
                opening.result()
                await closing
        finally:
            opening.cancel()
            await self._close()

    async def _open(self, began: float) -> None:
        self.announcement.withdraw()
        self._bind_doors()
        await self._start_emulator()
        await asyncio.to_thread(stack.create, self.settings.stage, self.settings.aws_endpoint)
        await self._start_mail()
        await self._first_answer()
        building = asyncio.create_task(self._build_console())
        self.jobs += [asyncio.create_task(self._seed(building)), asyncio.create_task(self._reload())]
        await building
        say("house", f"answers after {time.monotonic() - began:.1f} s")

    def _bind_doors(self) -> None:
        for part in self.settings.ports:
            if part != "emulator" or self.settings.endpoint is None:
                self.doors[part] = bind(self.settings, part)

    async def _start_emulator(self) -> None:
        if self.settings.endpoint is None:
            fd = self.doors["emulator"].fileno()
            interpreter = await asyncio.to_thread(emulator.python)
            environment = self.environment | emulator.environment(self.settings, keep=True)
            await self._start(Child("aws", emulator.command(interpreter, fd), environment, [fd]))
        await asyncio.to_thread(emulator.await_ready, self.settings.aws_endpoint)

    async def _start_mail(self) -> None:
        box = mail.MailBox(self.settings.state / "mail.jsonl")
        await mail.serve(box, self.doors["smtp"], self.settings.folder / "mail")
        self._serve(Exchange(self.settings, beside=Phones(box, Inbox(box, self.settings.aws_endpoint), self.settings)), "mail")
        self._serve(StaticSite(console_build.DIST, self.settings), "console")

    async def _build_console(self) -> None:
        if self.bare:
            return
        building = await self._start(Child("console", [sys.executable, "-m", "infra.local.console_build"], self.environment))
        if await building.wait() and not (console_build.DIST / "index.html").exists():
            raise Trouble("The console cannot be built; the reason is above.")

    def _serve(self, page: Any, part: str) -> None:
        one = server(page)
        self.pages.append((one, asyncio.create_task(one.serve(sockets=[self.doors[part]]))))

    async def _start_app(self) -> None:
        fds = [self.doors[part].fileno() for part in ("api", "sockets")]
        command = [sys.executable, "-m", self.WORKER, *map(str, fds), str(self.settings.state / "put-aside")]
        self.app = await self._start(Child("app", command, self.environment, fds))
        self.jobs.append(asyncio.create_task(self._watch_over(self.app)))

    async def _first_answer(self) -> None:
        """The door is open already, so the request waits there until the app takes it."""
        await self._start_app()
        asking = asyncio.create_task(asyncio.to_thread(_ask, f"{self.settings.url('api')}/health"))
        ending = asyncio.create_task(self.app.wait())
        await asyncio.wait([asking, ending], return_when=asyncio.FIRST_COMPLETED)
        if not asking.done():
            self.doors["api"].close()  # Nobody will answer: what waits there is turned away.
            raise Trouble("The app does not start; the reason is above.")

    async def _start(self, child: Child) -> Child:
        self.children.append(child)
        await child.start()
        return child

    async def _watch_over(self, app: Child) -> None:
        """A worker that ends by itself has failed; it waits for the next change of the code."""
        status = await app.wait()
        if app is self.app and not self.ended.is_set():
            say("house", f"the app ended with status {status}; it starts again when its code changes")

    async def _reload(self) -> None:
        async for changes in awatch(*(path for path in WATCHED if path.exists())):
            changed = sorted({str(Path(path).relative_to(ROOT)) for _, path in changes if "__pycache__" not in path})
            if changed:
                say("house", f"{', '.join(changed[:3])} changed: the app starts again")
                old, self.app = self.app, Child("", [], {})
                await old.stop()
                self.children.remove(old)
                await self._start_app()

    async def _seed(self, building: asyncio.Task[None]) -> None:
        """Demo companies, told as soon as the first of them are there and the console stands; the rest loads behind."""
        seeding = None
        if not self.bare:
            seeding = await self._start(Child("seed", [sys.executable, "-m", SEED], self.environment))
        ending = asyncio.create_task(seeding.wait() if seeding else asyncio.sleep(0, result=0))
        await asyncio.shield(building)
        await self._tell_until(ending)
        if ending.result() and not self.ended.is_set():
            say("house", f"seeding ended with status {ending.result()}")

    async def _tell_until(self, ending: asyncio.Task[int]) -> None:
        told = None
        while True:
            over, at = ending.done(), self.announcement.seeded_at()
            if at != told and (at or over):
                told = at
                self.announcement.make()
            if over:
                return
            await asyncio.wait([ending], timeout=0.3)

    async def _close(self) -> None:
        """Those who use before those who are used, and the emulator last: it saves."""
        self.ended.set()
        for job in self.jobs:
            job.cancel()
        for child in reversed(self.children):
            await child.stop(60 if child.name == "aws" else 10)
        for one, _ in self.pages:
            one.should_exit = True
        await asyncio.gather(*(task for _, task in self.pages), return_exceptions=True)
        for door in self.doors.values():
            door.close()
        self.announcement.withdraw()


def _ask(url: str) -> None:
    """Any answer will do, an error as well."""
    with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError), urllib.request.urlopen(url, timeout=60):
        return


def check_disk(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < FREE_BYTES:
        raise Trouble(f"The disk is full: {FREE_BYTES // 1_000_000} MB must be free for {folder}, {free // 1_000_000} MB are.")
