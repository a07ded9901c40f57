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


@dataclass(frozen=True)
class Answer:
    """`silence`: who could not be asked, and why; empty where everything was."""

    faults: list[Fault]
    silence: str = ""


def of_python(listed: Path) -> Answer:
    tool = apart.python("supply", TOOLS).with_name("pip-audit")
    asked = ["--disable-pip", "--require-hashes", "--requirement", str(listed), "--format", "json", "--progress-spinner", "off"]
    told, silence = _told([str(tool), *asked], ROOT, "PyPI")
    packages = told.get("dependencies", [])
    unknown = [one["name"] for one in packages if "skip_reason" in one]
    if unknown:
        silence = f"PyPI could not be asked about {len(unknown)} of {len(packages)} packages: {', '.join(unknown[:3])} …"
    return Answer([fault for one in packages for fault in _python_faults(one)], silence)


def of_console() -> Answer:
    told, silence = _told(["npm", "audit", "--json"], CONSOLE, "npm")
    if "vulnerabilities" not in told:
        silence = silence or f"npm could not be asked: {told.get('message', 'no reason given')}"
    return Answer([fault for name, one in told.get("vulnerabilities", {}).items() for fault in _console_faults(name, one)], silence)


def _told(command: list[str], folder: Path, index: str) -> tuple[dict[str, Any], str]:
    """Both tools leave with an error when they find faults, so only what they write tells."""
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)  # noqa: S603 -- our own tools
    try:
        return json.loads(done.stdout), ""
    except ValueError:
        said = done.stderr.strip().splitlines() or ["no reason given"]
        return {}, f"{index} could not be asked: {said[-1]}"


def _python_faults(package: dict[str, Any]) -> Iterator[Fault]:
    for fault in package.get("vulns", []):
        mended = ", ".join(fault["fix_versions"])
        yield Fault(f"{package['name']} {package['version']}", fault["id"], f"mended in {mended}" if mended else "not mended yet")


def _console_faults(name: str, package: dict[str, Any]) -> Iterator[Fault]:
    for cause in package["via"]:
        if isinstance(cause, dict):  # a text names the package below that it has it from
            yield Fault(f"{name} {package['range']}", cause["url"], "a newer version mends it" if package["fixAvailable"] else "not mended yet")


def main() -> int:
    outcome = CLEAN
    lists = {str(listed.relative_to(ROOT)): lambda listed=listed: of_python(listed) for listed in (DEV, *APART)}
    for name, asked in {**lists, "console/package-lock.json": of_console}.items():
        answer = asked()
        outcome = max(outcome, FAULTY if answer.faults else NOT_ASKED if answer.silence else CLEAN)
        if answer.silence:
            print(f"{name}: NOT AUDITED. {answer.silence}")
        if answer.faults or not answer.silence:
            print(f"{name}: {len(answer.faults) or 'no'} known fault{'s' if len(answer.faults) > 1 else ''}")
        for fault in answer.faults:
            print(f"  {fault}")
    return outcome


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        sys.exit(f"Not audited: {trouble}")
    except KeyboardInterrupt:
        sys.exit("Stopped.")
