"""The lists of packages. An `.in` names what we ask for; the `.txt` beside it is compiled: every package that this brings, with its hashes."""

from __future__ import annotations

import re
from pathlib import Path

from infra.local.settings import ROOT

LAMBDA, HOUSE, DEV = (ROOT / f"requirements{layer}.txt" for layer in ("", "-house", "-dev"))
TOOLS = ROOT / "infra" / "supply" / "requirements.txt"
APART = (ROOT / "infra" / "local" / "requirements-emulator.txt", ROOT / "infra" / "package" / "requirements-checkov.txt", TOOLS)
"""Tools that pin other versions of what we use: each has a virtual environment of its own, under `.local/`."""

LISTS = (DEV, HOUSE, LAMBDA, *APART)
PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[\w,-]+])?==([^\s;\\]+)", re.MULTILINE)


def pins(listed: Path) -> dict[str, str]:
    """The version of each package of a list."""
    return {plain(name): version for name, version in PIN.findall(listed.read_text())}


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
