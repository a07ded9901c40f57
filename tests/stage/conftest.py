"""A stage on an emulator of its own: deployed by `python -m infra.deploy`, its functions run from the package, asked over HTTP."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import botocore.session
import httpx
import pytest

from infra.deploy.account import Account
from infra.deploy.release import Release
from infra.deploy.stack import Stack
from infra.local import emulator
from infra.local.children import leash
from infra.local.settings import ACCOUNT, REGION, ROOT, Settings, without_real_account

STAGE = "test"
MAIL_DOMAIN = "passerelle.test"
API = "api.passerelle.test"
PATIENCE = 60
"""A function's first call starts an interpreter, and two cores run eleven of them."""


@dataclass
class Cloud:
    """The emulator, and this shell's way to it."""

    endpoint: str
    process: subprocess.Popen[bytes]
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.environment = without_real_account(dict(os.environ)) | {
            "AWS_ENDPOINT_URL": self.endpoint, "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
        }  # fmt: skip
        # What the tests' own house is told is not for a stage.
        self.environment = {name: value for name, value in self.environment.items() if not name.startswith("PASSERELLE_")}

    @property
    def account(self) -> Account:
        session = botocore.session.Session()
        session.set_credentials("local", "local")
        return Account(ACCOUNT, REGION, self.endpoint, session)

    def client(self, service: str) -> Any:
        return self.account.client(service)

    def run(self, command: str, stage: str = STAGE, *, typed: str = "", **environment: str | None) -> subprocess.CompletedProcess[str]:
        """As a person would at the keyboard; a variable that is None is not set."""
        told = {name: value for name, value in (self.environment | environment).items() if value is not None}
        asked = [sys.executable, "-m", "infra.deploy", command, stage]
        return subprocess.run(asked, cwd=ROOT, env=told, input=typed, capture_output=True, text=True, check=False, timeout=300)

    def mails(self) -> list[dict[str, Any]]:
        """What SES sent."""
        with urllib.request.urlopen(f"{self.endpoint}/_ministack/ses/messages", timeout=10) as answer:
            return [one for account in json.load(answer)["messages"].values() for one in account]

    def mails_to(self, address: str) -> list[dict[str, Any]]:
        return [one for one in self.mails() if address in one["To"]]


@dataclass
class Stage:
    cloud: Cloud
    told: str
    """What deploying it said."""

    @property
    def stack(self) -> Stack:
        return Stack(self.account, f"passerelle-{STAGE}")

    @property
    def account(self) -> Account:
        return self.cloud.account

    @property
    def release(self) -> Release:
        return Release.of(STAGE, ROOT / "build" / STAGE)

    def door(self) -> httpx.Client:
        """The API under its own name, which the emulator knows and no name server does."""
        return httpx.Client(base_url=self.cloud.endpoint, headers={"Host": API}, timeout=PATIENCE)


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    door.bind(("127.0.0.1", 0))
    folder: Path = tmp_path_factory.mktemp("cloud")
    settings = Settings(stage=STAGE, host="127.0.0.1", ports={"emulator": door.getsockname()[1]}, folder=folder)
    told = without_real_account(dict(os.environ)) | emulator.environment(settings, keep=False) | {"TMPDIR": str(folder)}
    told = {name: value for name, value in told.items() if not name.startswith("PASSERELLE_")}
    process = subprocess.Popen([*leash(), *emulator.command(emulator.python(), door.fileno())], env=told, pass_fds=[door.fileno()])
    emulator.await_ready(settings.aws_endpoint)
    yield Cloud(settings.aws_endpoint, process)
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="session")
def stage(cloud: Cloud) -> Stage:
    cloud.client("sesv2").create_email_identity(EmailIdentity=MAIL_DOMAIN)
    told = cloud.run("deploy", YES="1")
    assert told.returncode == 0, told.stdout + told.stderr
    return Stage(cloud, told.stdout)


@pytest.fixture
def operator(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """The stage, with the app in this process working on its tables: what somebody with the account's credentials may do."""
    for name, value in stage.cloud.environment.items():
        if name.startswith("AWS_"):
            monkeypatch.setenv(name, value)
    _forget()
    yield stage
    _forget()


def _forget() -> None:
    from chalicelib.foundation import aws, keys, records

    keys.forget()
    aws.client.cache_clear()
    aws.queue_url.cache_clear()
    records.CONNECTION._client = None


def items(stage: Stage) -> int:
    """What the two tables hold that nothing can make again."""
    dynamodb = stage.cloud.client("dynamodb")
    return sum(dynamodb.scan(TableName=f"passerelle-{STAGE}-{table}", Select="COUNT")["Count"] for table in ("main", "trace"))
