"""`python -m bench [PARTS=agents,files]`: every part in turn, each kept as soon as it is measured, so that a run may be stopped at any time."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from tests import emulator  # first: it sets the environment that the app reads when it is imported

os.environ["AWS_ENDPOINT_URL"] = emulator.SETTINGS.aws_endpoint

import app
from bench import agents, classify, clocks, figures, files, house, imports, life, pages, posts, routing, search, starts, surveys
from bench.figures import Figure, Part
from chalicelib.foundation import tenancy
from chalicelib.identity import actions as identity
from chalicelib.identity import queries as people
from tests.builders import a_company, a_token
from tests.client import Client
from tests.crier import Crier

Found = list[Figure] | tuple[list[Figure], str]
"""What a part measured, and what it tells beside that."""


class World:
    """An emulator, started by the first part that asks for it, and empty for each."""

    def __init__(self) -> None:
        self.ask = Client(app.app)
        self.running: emulator.Emulator | None = None

    def begin(self) -> None:
        if self.running:
            self.running.rewind()
        else:
            self.running = emulator.Emulator()
        people.forget()
        emulator._found()

    def close(self) -> None:
        if self.running:
            self.running.close()

    @contextmanager
    def house(self) -> Iterator[Any]:
        opened = emulator.House(app.app, Path(tempfile.mkdtemp(prefix="passerelle-bench-")))
        opened.open()
        try:
            yield opened
        finally:
            opened.close()


# The parts


def _life(world: World) -> Found:
    crier, company = Crier(app), a_company()
    crier.cry()
    writes, of_post, of_page = life.live(company, world.ask, crier.cry)
    assert of_post == ["TransactWriteItems"], of_post
    return [life.figure(writes), life.reads(of_page), *posts.figures(app.app, company)], f"#### The writes of one life\n\n{life.report(writes)}"


def _pages(world: World) -> Found:
    with world.house() as opened:
        return pages.figures(opened)


def _house(world: World) -> Found:
    with world.house() as opened:
        company = a_company(agents=2)
        opened.settle(120)
        return house.figures(opened, company)


def _agents(world: World) -> Found:
    with world.house() as opened:
        return agents.figures(opened, app.app)


def _imports(world: World) -> Found:
    company = a_company()
    with tenancy.inside(company.tenant, by="system:bench"):
        key = identity.make_api_key("Bench", {"leads.write"}).key
    return imports.figures(world.ask, company, key)


def _search(world: World) -> Found:
    company = a_company()
    return search.figures(world.ask, company, a_token(company, "admin"))


class Measured(NamedTuple):
    about: str
    by: Callable[[World], Found]
    in_world: bool = True


PARTS = {
    "starts": Measured("A cold start", lambda _: starts.figures(), in_world=False),
    "life": Measured("A lead's whole life", _life),
    "pages": Measured("The form's page", _pages),
    "house": Measured("Many posts at once", _house),
    "agents": Measured("Fifty agents among ten thousand leads", _agents),
    "imports": Measured("Batches of leads", _imports),
    "search": Measured("Search", _search),
    "files": Measured("Files", lambda world: files.figures(world.ask)),
    "routing": Measured("Which centre", lambda _: routing.figures()),
    "surveys": Measured("Surveys", lambda _: surveys.figures()),
    "relances": Measured("Relances", lambda _: clocks.relances(app)),
    "alerts": Measured("Alerts", lambda _: clocks.of_late_leads(app, Crier(app))),
    "classify": Measured("Notes of calls, as the embedded reader reads them", lambda _: classify.figures(), in_world=False),
}


def main(asked: str) -> None:
    wanted = [name for name in asked.split(",") if name] or list(PARTS)
    if unknown := set(wanted) - PARTS.keys():
        sys.exit(f"No such part: {', '.join(sorted(unknown))}. There are {', '.join(PARTS)}.")
    load, world = figures.load(), World()
    try:
        for name in wanted:
            _measure(name, world, load)
    except KeyboardInterrupt:
        print("Stopped. What was measured is kept; PARTS=… measures the rest.")
    finally:
        world.close()


def _measure(name: str, world: World, load: float) -> None:
    print(f"{name} …", flush=True)
    about, by, in_world = PARTS[name]
    if in_world:
        world.begin()
    began = time.monotonic()
    found = by(world)
    found, told = found if isinstance(found, tuple) else (found, "")
    seconds, today = round(time.monotonic() - began, 1), f"{datetime.now(UTC):%Y-%m-%d}"
    figures.keep(Part(name, about, today, seconds, load, figures.machine(), found, told), list(PARTS))
    print(f"{figures.table(found)}\n({seconds:.0f} s)\n", flush=True)


if __name__ == "__main__":
    main("".join(sys.argv[1:]).removeprefix("PARTS="))
