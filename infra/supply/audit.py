"""`make audit`: known faults of every pinned package, of Python and of the console, as the indexes publish them.

It leaves with 0 when every package was asked for and none has a known fault, with 1 when an index could not be asked (a tool that says
"nothing found" may not have looked), with 2 when there is a fault.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local import apart
from infra.local.settings import ROOT
from infra.supply.lists import APART, DEV, TOOLS
from infra.trouble import Trouble

CLEAN, NOT_ASKED, FAULTY = 0, 1, 2
CONSOLE = ROOT / "console"


@dataclass(frozen=True)
class Fault:
    """`remedy`: the versions that have it no longer."""

    package: str
    known_as: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.package}  {self.known_as}  {self.remedy}"


class NotAsked(Trouble):
    """Who could not be asked, and why."""


def of_python(listed: Path) -> list[Fault]:
    tool = apart.python("supply", TOOLS).with_name("pip-audit")
    asked = ["--disable-pip", "--require-hashes", "--requirement", str(listed), "--format", "json", "--progress-spinner", "off"]
    return list(_python_faults(_told([str(tool), *asked], ROOT, "PyPI")))


def of_console() -> list[Fault]:
    return list(_console_faults(_told(["npm", "audit", "--json"], CONSOLE, "npm")))


def _told(command: list[str], folder: Path, index: str) -> dict[str, Any]:
    """Both tools leave with an error when they find faults, so only what they write tells."""
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)  # noqa: S603 -- our own tools
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        said = done.stderr.strip().splitlines() or ["no reason given"]
        raise NotAsked(f"{index} could not be asked: {said[-1]}") from error
    return told


def _python_faults(told: dict[str, Any]) -> Iterator[Fault]:
    unknown = [one["name"] for one in told["dependencies"] if "skip_reason" in one]
    if unknown:
        raise NotAsked(f"PyPI could not be asked about {len(unknown)} of {len(told['dependencies'])} packages: {', '.join(unknown[:3])} …")
    for one in told["dependencies"]:
        for fault in one["vulns"]:
            mended = ", ".join(fault["fix_versions"])
            yield Fault(f"{one['name']} {one['version']}", fault["id"], f"mended in {mended}" if mended else "not mended yet")


def _console_faults(told: dict[str, Any]) -> Iterator[Fault]:
    if "vulnerabilities" not in told:
        raise NotAsked(f"npm could not be asked: {told.get('message', 'no reason given')}")
    for name, one in told["vulnerabilities"].items():
        for cause in one["via"]:
            if isinstance(cause, dict):  # a text names the package below that it has it from
                yield Fault(f"{name} {one['range']}", cause["url"], "a newer version mends it" if one["fixAvailable"] else "not mended yet")


def main() -> int:
    outcome = CLEAN
    lists = {str(listed.relative_to(ROOT)): lambda listed=listed: of_python(listed) for listed in (DEV, *APART)}
    for name, asked in {**lists, "console/package-lock.json": of_console}.items():
        try:
            faults = asked()
        except Trouble as trouble:
            print(f"{name}: NOT AUDITED. {trouble}")
            outcome = max(outcome, NOT_ASKED)
            continue
        print(f"{name}: {len(faults) or 'no'} known fault{'s' if len(faults) > 1 else ''}")
        for fault in faults:
            print(f"  {fault}")
        outcome = max(outcome, FAULTY if faults else CLEAN)
    return outcome


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped.")
