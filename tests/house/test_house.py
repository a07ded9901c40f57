"""The house as a process: it keeps what it was given, says plainly what is wrong, and leaves nothing behind."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local import emulator, preflight, stack
from infra.local.settings import PORTS, ROOT, Settings, Trouble, ports, without_real_account
from tests.emulator import _door, await_that

OPEN = """
import asyncio, json, sys
from pathlib import Path
from infra.local.house import House
from infra.local.settings import Settings
asyncio.run(House(Settings(ports=json.loads(sys.argv[1]), folder=Path(sys.argv[2])), bare=True).live())
"""


class Running:
    def __init__(self, folder, numbers):
        self.settings = Settings(ports=numbers, folder=folder, host="127.0.0.1")
        command = [sys.executable, "-c", OPEN, json.dumps(numbers), str(folder)]
        self.log = folder / "log"
        with self.log.open("a") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=log, stderr=subprocess.STDOUT)

    def answers(self):
        assert self.process.poll() is None, self.log.read_text()
        return (self.settings.folder / "house.json").exists()

    def client(self, service):
        return stack.client(service, self.settings.aws_endpoint)

    def children(self):
        return [entry for entry in Path("/proc").iterdir() if entry.name.isdecimal() and _parent(entry) == self.process.pid]


def _parent(process):
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def numbers():
    doors = {part: _door() for part in PORTS}
    free = {part: door.getsockname()[1] for part, door in doors.items()}
    for door in doors.values():
        door.close()
    return free


@pytest.fixture
def running(tmp_path):
    started = []

    def start(chosen):
        emulator.python()
        (tmp_path / "house.json").unlink(missing_ok=True)  # A house that was killed could not take it away.
        one = Running(tmp_path, chosen)
        started.append(one)
        await_that(one.answers, 30)
        return one

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_a_killed_house_leaves_no_process_and_loses_nothing(running):
    chosen = numbers()
    first = running(chosen)
    first.client("dynamodb").put_item(TableName="passerelle-local-lease", Item={"pk": {"S": "t#kept"}, "sk": {"S": "k"}})
    first.client("sqs").send_message(QueueUrl=_dead(first), MessageBody="kept")
    content = {"Simple": {"Subject": {"Data": "kept"}, "Body": {"Text": {"Data": "t"}}}}
    first.client("sesv2").send_email(FromEmailAddress="a@example.com", Destination={"ToAddresses": ["b@example.org"]}, Content=content)
    children = first.children()
    assert len(children) == 2

    first.process.kill()
    first.process.wait()
    await_that(lambda: not any(child.exists() for child in children), 10)

    second = running(chosen)
    assert second.client("dynamodb").get_item(TableName="passerelle-local-lease", Key={"pk": {"S": "t#kept"}, "sk": {"S": "k"}})["Item"]
    assert second.client("sqs").receive_message(QueueUrl=_dead(second))["Messages"][0]["Body"] == "kept"
    second.process.send_signal(signal.SIGINT)
    assert second.process.wait(20) == 0
    assert not (second.settings.folder / "house.json").exists()


def _dead(house):
    return house.client("sqs").get_queue_url(QueueName="passerelle-local-push-dlq")["QueueUrl"]


def test_a_taken_port_is_named_with_the_variable_that_moves_it(tmp_path):
    taken = _door()
    taken.listen()
    chosen = {**numbers(), "console": taken.getsockname()[1]}
    one = Running(tmp_path, chosen)
    assert one.process.wait(20) == 1
    said = one.log.read_text().strip().splitlines()[-1]
    assert f"Port {chosen['console']} (console) is taken" in said
    assert "PASSERELLE_CONSOLE_PORT=" in said


def test_a_port_must_be_a_number(monkeypatch):
    monkeypatch.setenv("PASSERELLE_MAIL_PORT", "mail")
    with pytest.raises(Trouble, match="PASSERELLE_MAIL_PORT=mail"):
        ports()


def test_nothing_that_leads_to_a_real_account_reaches_the_app():
    given = {"PATH": "/bin", "AWS_PROFILE": "production", "AWS_SESSION_TOKEN": "secret"}
    assert without_real_account(given) == {"PATH": "/bin"}


def test_a_missing_npm_is_one_line(monkeypatch):
    monkeypatch.setattr(preflight.shutil, "which", lambda name: None if name == "npm" else f"/usr/bin/{name}")
    assert "npm is not installed" in preflight.node_trouble()


def test_an_old_node_is_one_line(monkeypatch):
    monkeypatch.setattr(preflight.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(preflight.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, "v20.11.1\n"))
    assert "node here is 20.11.1" in preflight.node_trouble()


def test_a_full_disk_is_one_line(monkeypatch):
    monkeypatch.setattr(preflight.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 5_000_000})())
    assert "5 MB are" in preflight.disk_trouble()
