"""The emulator and a whole house for tests, beside moto: `from tests import emulator` first, then `pytest_plugins = ["tests.emulator"]`.

Reading this module sets the environment of stage `test`, with ports of this process alone (so pytest-xdist needs no care), before the
app is read. Nothing starts until a test asks for it:

- `emulated`: the emulator with the empty stack of `infra/template.yaml`, rewound before each test in milliseconds. Its value makes clients.
- `house`: on top of it everything that `make run` starts, in this process: HTTP, sockets, wires, SMTP, inbox, console.

The app's clients point at the emulator for tests that ask for one of these, and at moto for all others.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from infra.local import emulator, mail, stack
from infra.local.children import leash
from infra.local.console_build import DIST
from infra.local.exchange import Exchange
from infra.local.inbox import Inbox
from infra.local.phones import Phones
from infra.local.serving import Server, server
from infra.local.settings import PORTS, Settings, without_real_account
from infra.local.static_site import StaticSite
from infra.local.worker import Worker

HIDDEN_FOR = 2  # Seconds until a failed message comes again; production waits for minutes.


def _door(port: int = 0) -> socket.socket:
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind(("127.0.0.1", port))
    return door


def _door_of_its_own() -> socket.socket:
    """Bound to a port by its number: it keeps that when it is shut."""
    with _door() as found:
        port = found.getsockname()[1]
    return _door(port)


DOORS = {part: _door_of_its_own() for part in PORTS}
FOLDER = Path(tempfile.mkdtemp(prefix="passerelle-test-"))
SETTINGS = Settings(stage="test", host="127.0.0.1", ports={part: door.getsockname()[1] for part, door in DOORS.items()}, folder=FOLDER)

for name in os.environ.keys() - without_real_account(dict(os.environ)).keys():
    del os.environ[name]
os.environ.update(SETTINGS.environment())
os.environ["PASSERELLE_DNS_SERVER"] = "127.0.0.1:9"  # nobody: tests ask no name server but their own
del os.environ["AWS_ENDPOINT_URL"]


class Emulator:
    """MiniStack in a process of its own, nothing kept on disk."""

    def __init__(self) -> None:
        fd = DOORS["emulator"].fileno()
        environment = {**os.environ, **emulator.environment(SETTINGS, keep=False)}
        self.process = subprocess.Popen([*leash(), *emulator.command(emulator.python(), fd)], env=environment, pass_fds=[fd])
        emulator.await_ready(SETTINGS.aws_endpoint)
        stack.create(SETTINGS.stage, SETTINGS.aws_endpoint)
        self._tell("mark")

    def client(self, service: str) -> Any:
        return stack.client(service, SETTINGS.aws_endpoint)

    def rewind(self) -> None:
        """Back to the empty stack."""
        self._tell("rewind")

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def _tell(self, what: str) -> None:
        urllib.request.urlopen(urllib.request.Request(f"{SETTINGS.aws_endpoint}/_house/{what}", method="POST"), timeout=10).close()


class House:
    """Everything of `make run`, in a thread of this process. `api`, `console`, `mail` and `sockets` are its addresses."""

    def __init__(self, app: Any, folder: Path, hidden_for: int = HIDDEN_FOR):
        self.api, self.console, self.mail = (SETTINGS.url(part) for part in ("api", "console", "mail"))
        self.sockets = SETTINGS.url("sockets", "ws")
        self.box = mail.MailBox(folder / "mail.jsonl")
        self.inbox = Phones(self.box, Inbox(self.box, SETTINGS.aws_endpoint), SETTINGS)
        self.put_aside = folder / "put-aside"
        self.worker = Worker(app, SETTINGS.stage, SETTINGS.aws_endpoint, self.put_aside, hidden_for)
        self.pages: list[Server] = []
        self.thread = threading.Thread(target=lambda: asyncio.run(self._live()), name="house", daemon=True)
        self.started = threading.Event()

    def open(self) -> None:
        self.thread.start()
        assert self.started.wait(10), "the house does not open"
        await_that(lambda: all(one.started for one in [*self.pages, *(one for one, _ in self.worker.servers)]), 10)

    def close(self) -> None:
        self.worker.stop()
        for page in self.pages:
            page.should_exit = True
        self.thread.join(10)
        for part in DOORS.keys() - {"emulator"}:
            with suppress(OSError):  # nobody listened there
                DOORS[part].shutdown(socket.SHUT_RDWR)  # else whoever knocks at a house that is gone waits for minutes

    def mails(self, to: str = "") -> list[dict[str, Any]]:
        """What left, newest first."""
        with urllib.request.urlopen(f"{self.mail}/messages.json?to={to}", timeout=5) as answer:
            listed: list[dict[str, Any]] = json.load(answer)
            return listed

    def mail_to(self, address: str, seconds: float = 10) -> dict[str, Any]:
        """The newest mail to this address, awaited."""
        await_that(lambda: self.mails(address), seconds)
        return self.mails(address)[0]

    def settle(self, seconds: float = 20) -> None:
        """Until every fact is relayed and every queue is empty. A webhook that waits for its next try keeps its queue full."""
        await_that(lambda: not self._busy() and not self._busy(), seconds)

    def _busy(self) -> bool:
        # A queue that is empty now may be filled by one that was not, so each round looks at all of them, the stream first.
        return any(wire.has_work() for wire in self.worker.wires.all)

    async def _live(self) -> None:
        smtp = await mail.serve(self.box, DOORS["smtp"].dup(), FOLDER / "mail")
        self.pages = [server(Exchange(SETTINGS, beside=self.inbox)), server(StaticSite(DIST, SETTINGS))]
        serving = [page.serve(sockets=[DOORS[part].dup()]) for page, part in zip(self.pages, ("mail", "console"), strict=True)]
        working = self.worker.serve(DOORS["api"].dup(), DOORS["sockets"].dup())
        asyncio.get_running_loop().call_soon(self.started.set)
        await asyncio.gather(working, *serving)
        smtp.close()


def await_that(truth: Callable[[], Any], seconds: float = 5) -> None:
    """Ask again and again until it is true."""
    deadline = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < deadline, f"not true within {seconds} s"
        time.sleep(0.02)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    _point(at_emulator="emulated" in getattr(item, "fixturenames", ()))


def _point(*, at_emulator: bool) -> None:
    """The app makes a client once and keeps it, so those that lead elsewhere are forgotten when a test needs the other side."""
    if at_emulator == ("AWS_ENDPOINT_URL" in os.environ):
        return
    if at_emulator:
        os.environ["AWS_ENDPOINT_URL"] = SETTINGS.aws_endpoint
    else:
        del os.environ["AWS_ENDPOINT_URL"]
    from chalicelib.foundation import aws, records

    aws.client.cache_clear()
    aws.queue_url.cache_clear()
    records.CONNECTION._client = None


def _found() -> None:
    """What the empty world of every test holds, and nothing that was remembered from the one before."""
    from chalicelib.forms import queries as forms
    from chalicelib.foundation import keys
    from chalicelib.identity import actions as identity
    from chalicelib.messaging import owners

    keys.forget()
    owners.forget()
    forms._editions.clear()
    identity.found_platform()


@pytest.fixture(scope="session")
def emulator_process() -> Iterator[Emulator]:
    running = Emulator()
    yield running
    running.close()


@pytest.fixture
def emulated(emulator_process: Emulator) -> Emulator:
    emulator_process.rewind()
    _found()
    return emulator_process


@pytest.fixture
def house(emulated: Emulator, tmp_path: Path) -> Iterator[House]:
    from app import app

    opened = House(app, tmp_path)
    opened.open()
    yield opened
    opened.close()
