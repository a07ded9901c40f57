"""A figure beside its yardstick, and where figures are kept."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results.json"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures, written by `make bench` -->", "<!-- end of figures -->"


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


def table(figures: list[Figure]) -> str:
    return "\n".join(["| figure | measured | aim | beside it, in the same run |", "|---|---:|---|---|", *(one.row for one in figures)])


def keep(figures: list[Figure], writes: str) -> None:
    RESULTS.write_text(json.dumps({"machine": machine(), "figures": [asdict(one) for one in figures]}, indent=1) + "\n")
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    run = f"Measured on {described()}."
    PAGE.write_text(f"{before}{BEGIN}\n\n{run}\n\n{table(figures)}\n\n### The writes of one life\n\n{writes}\n\n{END}{after}")


def machine() -> dict[str, object]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {"cores": os.cpu_count(), "memory_gb": round(memory / 2**30), "python": platform.python_version(), "load": round(os.getloadavg()[0], 1)}


def described() -> str:
    here = machine()
    return f"{here['cores']} cores and {here['memory_gb']} GB of memory, Python {here['python']}, load {here['load']} when it ended"


def _shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"
