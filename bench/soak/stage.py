"""The house as a process: started, killed, started again on what it kept, and looked into from outside."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.soak.plan import VARIABLE, Plan
from infra.local import stack
from infra.local.children import leash
from infra.local.settings import ROOT
from infra.local.stream import StreamWire
from infra.local.template import document
from infra.trouble import Trouble
from tests.proofs.truths import plain

RECEIVES = 8
"""How often a queue hands out a message before it gives it up, where production allows for a day of tries."""
BUS_QUEUE = "soak-bus"
OPENS_WITHIN = 60
TEMPLATE = document(ROOT / "infra" / "template.yaml")["Resources"].values()
NAMES = [one["Properties"]["QueueName"]["Fn::Sub"].removeprefix("passerelle-${Stage}-") for one in TEMPLATE if one["Type"] == "AWS::SQS::Queue"]
QUEUES = tuple(name for name in NAMES if "-dlq" not in name)
COUNTS = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed")


class Stage:
    def __init__(self, plan: Plan, folder: Path) -> None:
        self.folder, self.settings = folder, plan.settings(folder)
        self.name, self.process = self.settings.stage, None

    def client(self, service: str) -> Any:
        return stack.client(service, self.settings.aws_endpoint)

    def start(self) -> None:
        told = self.folder / "house.json"
        told.unlink(missing_ok=True)
        command = [*leash(), sys.executable, "-m", "bench.soak.house"]
        with (self.folder / "house.log").open("a") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, VARIABLE: str(self.folder)}, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        self._await(told.exists)
        self._shorten()

    def _shorten(self) -> None:
        """The house gives each queue its template's patience whenever it starts."""
        sqs = self.client("sqs")
        for queue in QUEUES:
            url = sqs.get_queue_url(QueueName=f"passerelle-{self.name}-{queue}")["QueueUrl"]
            policy = json.loads(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])["Attributes"]["RedrivePolicy"])
            sqs.set_queue_attributes(
                QueueUrl=url, Attributes={"RedrivePolicy": json.dumps(policy | {"maxReceiveCount": min(RECEIVES, int(policy["maxReceiveCount"]))})}
            )

    def _await(self, truth: Any) -> None:
        deadline = time.monotonic() + OPENS_WITHIN
        while not truth():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise Trouble(f"The house does not open; {self.folder / 'house.log'} says why.")
            time.sleep(0.05)

    def kill(self) -> None:
        """Its children hear of it and go. Whoever starts it again needs their doors, and what the emulator saves after shutting its own."""
        children = _children(self.process.pid)
        self.process.kill()
        self.process.wait()
        deadline = time.monotonic() + OPENS_WITHIN
        while any(_is_open(port) for port in self.settings.ports.values()) or any(map(_lives, children)):
            if time.monotonic() > deadline:
                raise Trouble("The children of a killed house do not go.")
            time.sleep(0.05)

    def close(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(90)

    def listen(self) -> None:
        """A rule as partners have one, into a queue that keeps what comes over the bus."""
        events, sqs, bus = self.client("events"), self.client("sqs"), f"passerelle-{self.name}"
        url = sqs.create_queue(QueueName=BUS_QUEUE)["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        events.put_rule(Name="soak", EventBusName=bus, EventPattern=json.dumps({"source": ["passerelle"]}))
        events.put_targets(Rule="soak", EventBusName=bus, Targets=[{"Id": "soak", "Arn": arn}])

    def heard_on_bus(self) -> list[dict[str, Any]]:
        """The details of all events that came, out of the queue."""
        sqs, heard = self.client("sqs"), []
        url = sqs.get_queue_url(QueueName=BUS_QUEUE)["QueueUrl"]
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=600).get("Messages"):
            heard += [json.loads(message["Body"])["detail"] for message in messages]
        return heard

    def kept(self, table: str) -> list[dict[str, Any]]:
        pages = self.client("dynamodb").get_paginator("scan").paginate(TableName=f"passerelle-{self.name}-{table}", ConsistentRead=True)
        return [plain(item) for page in pages for item in page["Items"]]

    def waiting(self) -> dict[str, int]:
        """How many messages each queue holds, seen or unseen; the dead-letter queues as well. `stream`: whether a change is not relayed yet."""
        sqs, found = self.client("sqs"), {}
        for url in sqs.list_queues(QueueNamePrefix=f"passerelle-{self.name}-")["QueueUrls"]:
            counted = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(COUNTS))["Attributes"]
            found[url.rpartition(f"passerelle-{self.name}-")[2]] = sum(map(int, counted.values()))
        relay = StreamWire("relay", f"passerelle-{self.name}-main", 1, lambda *_: None, self.settings.aws_endpoint, self.put_aside)
        return found | {"stream": int(relay.has_work())}

    @property
    def put_aside(self) -> Path:
        return self.settings.state / "put-aside"


def _children(pid: int) -> list[int]:
    """As Linux tells them; nothing elsewhere."""
    return [int(child) for told in Path(f"/proc/{pid}/task").glob("*/children") for child in told.read_text().split()]


def _lives(pid: int) -> bool:
    """One that has ended may stay listed until somebody asks how."""
    told = Path(f"/proc/{pid}/stat")
    return told.exists() and told.read_text().rpartition(") ")[2][0] != "Z"


def _is_open(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0
