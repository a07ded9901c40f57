"""What must be true before anything is installed, each with one clear line when it is not. Only the standard library is here.

`python3 infra/local/preflight.py [node]`; the Makefile runs it with whatever python3 the machine has.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

PYTHON = (3, 11)
NODE = (20, 19)
FREE_BYTES = 1_500_000_000
FREE_BYTES_INSTALLED = 200_000_000
ROOT = Path(__file__).resolve().parents[2]


def python_trouble() -> str | None:
    if sys.version_info < PYTHON:
        return (
            f"Python {PYTHON[0]}.{PYTHON[1]} or newer is needed; python3 here is {sys.version.split()[0]}. Another one: make PYTHON=/path/to/python3"
        )
    return None


def disk_trouble() -> str | None:
    needed = FREE_BYTES_INSTALLED if (ROOT / "console" / "node_modules").exists() else FREE_BYTES
    free = shutil.disk_usage(ROOT).free
    if free < needed:
        return f"The disk is full: {needed // 1_000_000} MB must be free in {ROOT}, {free // 1_000_000} MB are."
    return None


def node_trouble() -> str | None:
    wanted = f"Node {NODE[0]}.{NODE[1]} or newer with npm"
    if not shutil.which("node") or not shutil.which("npm"):
        missing = "npm" if shutil.which("node") else "node"
        return f"{wanted} is needed to build the console, and {missing} is not installed: see https://nodejs.org/en/download"
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip().lstrip("v")
    if tuple(int(part) for part in version.split(".")[:2]) < NODE:
        return f"{wanted} is needed to build the console; node here is {version}: see https://nodejs.org/en/download"
    return None


def main() -> None:
    checks = [python_trouble, disk_trouble, *([node_trouble] if "node" in sys.argv[1:] else [])]
    for check in checks:
        trouble = check()
        if trouble:
            sys.exit(trouble)


if __name__ == "__main__":
    main()
