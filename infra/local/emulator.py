"""The AWS emulator: its own virtual environment, its own process, its state on disk."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from infra.local.settings import REGION, ROOT, Settings, Trouble

HOST = Path(__file__).with_name("emulator_host.py")
PINS = Path(__file__).with_name("requirements-emulator.txt")


def python(home: Path = ROOT / ".local" / "emulator") -> Path:
    """The emulator's own interpreter, installed on demand: MiniStack pins a botocore that is not ours."""
    stamp, wanted = home / "installed", hashlib.sha256(PINS.read_bytes()).hexdigest()
    interpreter = home / "bin" / "python"
    if not stamp.exists() or stamp.read_text() != wanted:
        _install(home, interpreter)
        stamp.write_text(wanted)
    return interpreter


def _install(home: Path, interpreter: Path) -> None:
    steps = [[sys.executable, "-m", "venv", "--clear", str(home)], [str(interpreter), "-m", "pip", "install", "--quiet", "--requirement", str(PINS)]]
    for step in steps:
        done = subprocess.run(step, check=False, capture_output=True, text=True)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
            raise Trouble(f"The AWS emulator cannot be installed: {said[-1]}")


def command(interpreter: Path, fd: int) -> list[str]:
    return [str(interpreter), str(HOST), str(fd)]


def environment(settings: Settings, *, keep: bool) -> dict[str, str]:
    """`keep` false: nothing on disk, for the tests."""
    state = settings.state / "aws"
    return {
        "GATEWAY_PORT": str(settings.ports["emulator"]),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": "ERROR",
        "PERSIST_STATE": "1" if keep else "0",
        "S3_PERSIST": "1" if keep else "0",
        "STATE_DIR": str(state),
        "S3_DATA_DIR": str(state / "s3"),
    }


def await_ready(endpoint: str, seconds: float = 60) -> None:
    """It answers once yesterday's state is loaded."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise Trouble(f"The AWS emulator at {endpoint} does not answer.")
