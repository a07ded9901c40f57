"""How much, how often, how long: one run's figures, kept beside its diary so that a run that was stopped goes on as it began."""

from __future__ import annotations

import json
import shutil
import socket
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from infra.local.settings import PORTS, Settings
from infra.trouble import Trouble

LEADS = 2000
FEW = 200
VARIABLE = "PASSERELLE_SOAK"
"""Names the folder of the run to the house's processes."""


def _ports() -> dict[str, int]:
    """Free ones, all taken at once so that none comes twice."""
    doors = {part: socket.create_server(("127.0.0.1", 0)) for part in (*PORTS, "server", "partner")}
    chosen = {part: door.getsockname()[1] for part, door in doors.items()}
    for door in doors.values():
        door.close()
    return chosen


@dataclass(frozen=True)
class Plan:
    """`hidden_for`: seconds until a failed message comes again, where production waits for minutes; other waits are a tenth of production's.

    `outage`: how long the mail server and the partner are away. `patience`: when to give up, in seconds.
    `glance`: how long an agent waits before looking at the queue again. `errands`: of each kind, how many the office has.
    """

    leads: int
    centres: int
    agents: int
    capacity: int
    at_once: int
    hidden_for: int
    outage: float
    patience: int
    glance: float
    errands: int = 3
    seed: int = 7
    calls: float = 0.05
    persist: float = 0.1
    again: float = 0.1
    skew: float = 4
    ports: dict[str, int] = field(default_factory=_ports)

    @classmethod
    def of(cls, leads: int) -> Self:
        if leads <= FEW:
            return cls(leads, centres=2, agents=4, capacity=5, at_once=30, hidden_for=6, outage=3, patience=400, glance=0.4)
        return cls(leads, centres=4, agents=12, capacity=12, at_once=160, hidden_for=15, outage=20, patience=1200, glance=1.5, errands=20)

    @classmethod
    def kept(cls, folder: Path) -> Self:
        return cls(**json.loads((folder / "plan.json").read_text()))

    def keep(self, folder: Path) -> None:
        (folder / "plan.json").write_text(json.dumps(asdict(self), indent=1) + "\n")

    def settings(self, folder: Path) -> Settings:
        return Settings(host="127.0.0.1", ports={part: self.ports[part] for part in PORTS}, folder=folder)


def prepared(folder: Path, leads: int, *, anew: bool) -> bool:
    """A folder to run in. Answers whether a run that was stopped goes on there."""
    if not anew and (folder / "plan.json").exists() and not (folder / "report.json").exists():
        return True
    if folder.exists() and any(folder.iterdir()) and not (folder / "plan.json").exists():
        raise Trouble(f"{folder} is not empty and holds no soak: name another folder.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    Plan.of(leads).keep(folder)
    return False
