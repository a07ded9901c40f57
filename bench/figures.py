"""A figure beside its yardstick, and where figures are kept."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results.json"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures, written by `make bench` -->", "<!-- end of figures -->"
QUIET = 0.5
"""A load below which nobody else is at work, as good as."""


@dataclass(frozen=True)
class Figure:
    """`beside`: what was measured in the same run, on the same machine, to judge it by."""

    what: str
    value: float
    unit: str
    aim: str
    beside: str = ""
    beside_value: float | None = None

    @property
    def row(self) -> str:
        yardstick = f"{self.beside}: {_shown(self.beside_value)} {self.unit}" if self.beside_value is not None else self.beside
        return f"| {self.what} | {_shown(self.value)} {self.unit} | {self.aim} | {yardstick} |"


@dataclass(frozen=True)
class Part:
    """What one part of a run found, and how things stood. `load`: of the machine before the run began, so whoever else was at work.

    `on`: the day. `told`: what is not a figure.
    """

    name: str
    about: str
    on: str
    seconds: float
    load: float
    machine: str
    figures: list[Figure]
    told: str = ""

    @property
    def text(self) -> str:
        others = "on a quiet machine" if self.load < QUIET else f"while others were at work (load {self.load} before the run)"
        when = f"`make bench PARTS={self.name}`, {self.seconds:.0f} s, {self.on}, {self.machine}, {others}."
        return "\n\n".join(filter(None, [f"### {self.about}", when, table(self.figures), self.told]))


def table(figures: list[Figure]) -> str:
    return "\n".join(["| figure | measured | aim | beside it, in the same run |", "|---|---:|---|---|", *(one.row for one in figures)])


def kept() -> dict[str, Part]:
    """What was measured last of each part."""
    told = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    return {name: _part(name, part) for name, part in told.get("parts", {}).items()}


def _part(name: str, told: dict[str, Any]) -> Part:
    return Part(name, **told | {"figures": [Figure(**one) for one in told["figures"]]})


def keep(part: Part, order: list[str]) -> None:
    """Beside what other parts found, in this run or before it."""
    parts = kept() | {part.name: part}
    parts = {name: parts[name] for name in order if name in parts}
    told = {name: {key: value for key, value in asdict(one).items() if key != "name"} for name, one in parts.items()}
    RESULTS.write_text(json.dumps({"parts": told}, indent=1, ensure_ascii=False) + "\n")
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    texts = "\n\n".join(one.text for one in parts.values())
    PAGE.write_text(f"{before}{BEGIN}\n\n{texts}\n\n{END}{after}")


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{os.cpu_count()} cores, {round(memory / 2**30)} GiB, Python {platform.python_version()}"


def load() -> float:
    return round(os.getloadavg()[0], 1)


def described() -> str:
    return f"{machine()}, load {load()} when it ended"


def _shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"
