"""The app's own process: HTTP, WebSockets and all wires. `python -m infra.local.worker <api fd> <sockets fd> <folder>`.

It alone is started again when the code changes; the doors stay open meanwhile, because the house holds them.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from infra.local.gateway import Gateway
from infra.local.serving import Server, server
from infra.local.settings import ROOT
from infra.local.sockets import Sockets
from infra.local.wires import Wires


class Worker:
    """The app behind its doors. The tests run one in a thread of their own process."""

    def __init__(self, app: Any, stage: str, endpoint: str, put_aside: Path, hidden_for: int | None = None) -> None:
        self.wires = Wires(app, stage, endpoint, put_aside, hidden_for)
        self.servers: list[tuple[Server, Any]] = []
        self.gateway = Gateway(app, woken=self.wires.wake)
        self.sockets = Sockets(app)

    async def serve(self, api: socket.socket, sockets: socket.socket) -> None:
        self.servers = [(server(self.gateway), api), (server(self.sockets), sockets)]
        self.wires.start()
        await asyncio.gather(*(one.serve(sockets=[listening]) for one, listening in self.servers))
        await asyncio.to_thread(self.wires.finish)

    def stop(self) -> None:
        self.wires.stop()
        for one, _ in self.servers:
            one.should_exit = True


async def main(api: int, sockets: int, put_aside: Path, hidden_for: int | None) -> None:
    sys.path.insert(0, str(ROOT))
    from app import app  # noqa: PLC0415 -- the path must stand before the app is read

    worker = Worker(app, os.environ["PASSERELLE_STAGE"], os.environ["AWS_ENDPOINT_URL"], put_aside, hidden_for)
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, worker.stop)
    await worker.serve(socket.socket(fileno=api), socket.socket(fileno=sockets))


def run(hidden_for: int | None = None) -> None:
    """`hidden_for`: see `QueueWire`."""
    logging.basicConfig(format="%(levelname)s %(message)s", level=logging.WARNING, stream=sys.stdout)
    for ours in ("api", "wires", "sockets"):
        logging.getLogger(ours).setLevel(logging.INFO)
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), hidden_for))


if __name__ == "__main__":
    run()
