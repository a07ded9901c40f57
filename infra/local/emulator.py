"""The AWS emulator: its own virtual environment, its own process, its state on disk."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from pathlib import Path

from infra.local import apart
from infra.local.settings import REGION, Settings, Trouble

HOST = Path(__file__).with_name("emulator_host.py")
PINS = Path(__file__).with_name("requirements-emulator.txt")


def python() -> Path:
    """MiniStack pins a botocore that is not ours."""
    return apart.python("emulator", PINS)


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
