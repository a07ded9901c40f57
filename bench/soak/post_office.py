"""The company's own mail server: the house's real one, on a port of its own, that can be away for a while."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from pathlib import Path

from infra.local import mail


class PostOffice:
    """Its box keeps every mail in a file, so that a run that goes on finds them again."""

    def __init__(self, port: int, folder: Path) -> None:
        logging.getLogger("mail.log").setLevel(logging.ERROR)  # It warns of its own use of an old name at each login.
        self.port, self.certificates = port, folder / "mail"
        self.box = mail.MailBox(folder / "mail.jsonl")
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.server: asyncio.Server | None = None
        self.open()

    def open(self) -> None:
        listening = socket.create_server(("127.0.0.1", self.port))
        self.server = self._now(mail.serve(self.box, listening, self.certificates))

    def close(self) -> None:
        self._now(self._shut())

    async def _shut(self) -> None:
        assert self.server
        self.server.close()

    def _now(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)
