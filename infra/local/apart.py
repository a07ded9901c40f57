"""Virtual environments of their own, under `.local/`, for tools that pin other versions of what we use ourselves."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

from infra.local.settings import ROOT
from infra.trouble import Trouble


def python(tool: str, pins: Path) -> Path:
    """The tool's own interpreter, installed on demand and anew when its pins change."""
    home = ROOT / ".local" / tool
    stamp, wanted = home / "installed", hashlib.sha256(pins.read_bytes()).hexdigest()
    interpreter = home / "bin" / "python"
    home.parent.mkdir(exist_ok=True)
    with home.with_suffix(".lock").open("w") as lock:
        # Two who begin at once would clear away each other's half of it.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != wanted:
            _install(tool, home, interpreter, pins)
            stamp.write_text(wanted)
    return interpreter


def _install(tool: str, home: Path, interpreter: Path, pins: Path) -> None:
    install = ["install", "--quiet", "--require-hashes", "--requirement", str(pins)]
    steps = [[sys.executable, "-m", "venv", "--clear", str(home)], [str(interpreter), "-m", "pip", *install]]
    for step in steps:
        done = subprocess.run(step, check=False, capture_output=True, text=True)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
            raise Trouble(f"{tool} cannot be installed: {said[-1]}")
