"""`python -m infra.moves …` as somebody at a keyboard starts it, against the tests' emulator."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from infra.local.settings import ROOT, Settings, without_real_account
from tests.emulator import SETTINGS


def environment(*, house: bool = False, **more: str) -> dict[str, str]:
    """`house`: with all that an app of the stage `local` is told."""
    plain = {name: value for name, value in without_real_account(dict(os.environ)).items() if not name.startswith("PASSERELLE_")}
    told = Settings(ports=SETTINGS.ports).environment() if house else {"PASSERELLE_EMULATOR_PORT": str(SETTINGS.ports["emulator"])}
    return plain | told | more


def command(*words: str, typed: str = "", **more: str) -> subprocess.Popen[str]:
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    asked = subprocess.Popen([sys.executable, "-m", "infra.moves", *words], cwd=ROOT, env=environment(**more), text=True, **pipes)
    if typed:
        asked.stdin.write(typed)
        asked.stdin.flush()
    return asked


def refusal(*words: str, **more: str) -> str:
    """The one line that it ends with."""
    asked = command(*words, **more)
    told, _ = asked.communicate(timeout=60)
    assert asked.returncode == 1
    assert len(told.splitlines()) == 1, told
    return told
