"""Where the house stands: folders, ports (each with a variable to change it) and what its app is told."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from infra.trouble import Trouble

ROOT = Path(__file__).parents[2]
REGION = "eu-west-3"
LAST_PORT = 65535
ACCOUNT = "000000000000"
PORTS = {"api": 8010, "console": 8020, "mail": 8025, "smtp": 8026, "sockets": 8030, "emulator": 4566}


def port_variable(part: str) -> str:
    return f"PASSERELLE_{part.upper()}_PORT"


def ports() -> dict[str, int]:
    chosen = {}
    for part, usual in PORTS.items():
        value = os.environ.get(port_variable(part), str(usual))
        if not value.isdecimal() or not 0 < int(value) <= LAST_PORT:
            raise Trouble(f"{port_variable(part)}={value} is not a port number.")
        chosen[part] = int(value)
    return chosen


@dataclass(frozen=True)
class Settings:
    """One house. The tests make small ones of their own, on other ports and in other folders."""

    stage: str = "local"
    host: str = field(default_factory=lambda: os.environ.get("PASSERELLE_HOST", "127.0.0.1"))
    ports: dict[str, int] = field(default_factory=ports)
    folder: Path = field(default_factory=lambda: ROOT / ".local")
    endpoint: str | None = None
    """An AWS endpoint that somebody else runs (LocalStack, DynamoDB Local behind a proxy…) instead of our emulator."""

    def url(self, part: str, scheme: str = "http") -> str:
        name = "localhost" if self.host in {"127.0.0.1", "0.0.0.0"} else self.host
        return f"{scheme}://{name}:{self.ports[part]}"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @cached_property
    def aws_endpoint(self) -> str:
        return self.endpoint or f"http://127.0.0.1:{self.ports['emulator']}"

    def environment(self) -> dict[str, str]:
        """What production gets from `.chalice/config.json`, with the emulator's address and credentials that open nothing."""
        return {
            "PASSERELLE_STAGE": self.stage,
            "PASSERELLE_API_URL": self.url("api"),
            "PASSERELLE_CONSOLE_URL": self.url("console"),
            "PASSERELLE_SOCKETS_URL": self.url("sockets", "ws"),
            "PASSERELLE_SOCKETS_ENDPOINT": f"http://127.0.0.1:{self.ports['sockets']}",
            "PASSERELLE_CONNECT_ENDPOINT": f"http://127.0.0.1:{self.ports['mail']}/connect",
            "PASSERELLE_KEY_ID": f"alias/passerelle-{self.stage}",
            "PASSERELLE_FILES_BUCKET": f"passerelle-{self.stage}-files-{ACCOUNT}",
            "PASSERELLE_MAIL_CA_FILE": str(self.folder / "mail" / "ca.pem"),
            "PASSERELLE_SMTP_PORT": str(self.ports["smtp"]),
            "AWS_ENDPOINT_URL": self.aws_endpoint,
            "AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2": f"http://127.0.0.1:{self.ports['mail']}/texts/sms",
            "AWS_ENDPOINT_URL_SOCIALMESSAGING": f"http://127.0.0.1:{self.ports['mail']}/texts/whatsapp",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
            "PYTHONUNBUFFERED": "1",
        }


def without_real_account(environment: dict[str, str]) -> dict[str, str]:
    """The caller's environment without anything that could lead to a real AWS account."""
    return {name: value for name, value in environment.items() if not name.startswith("AWS_")}
