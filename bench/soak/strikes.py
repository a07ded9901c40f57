"""What is done to the house from outside, each when the run has come so far."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from typing import Any

from bench.soak.crowd import Crowd
from bench.soak.diary import Diary
from bench.soak.partner import Partner
from bench.soak.plan import Plan
from bench.soak.post_office import PostOffice
from bench.soak.stage import QUEUES, Stage
from bench.soak.town import Town

POISON = ("no JSON at all", json.dumps({"id": "P#1:1", "type": "SaidByALaterRelease", "tenant": "", "at": 0, "by": "system", "v": 1, "data": {}}))


class Strikes:
    def __init__(self, plan: Plan, town: Town, stage: Stage, crowd: Crowd, post_office: PostOffice, partner: Partner, diary: Diary) -> None:
        self.plan, self.town, self.stage, self.crowd, self.diary = plan, town, stage, crowd, diary
        self.post_office, self.partner = post_office, partner
        self.all: list[tuple[float, str, Callable[[], None]]] = [
            (0.05, "poison", self._poison),
            (0.15, "app killed", self._kill_app),
            (0.3, "mail server away", lambda: self._away(post_office.close, post_office.open)),
            (0.5, "house killed", self._kill_house),
            (0.65, "partner away", lambda: self._away(self._partner(away=True), self._partner(away=False))),
            (0.8, "app killed again", self._kill_app),
        ]
        self.done = {line["name"] for line in diary.read() if line["what"] == "strike"}

    def fall(self) -> None:
        """Those that are due."""
        for share, name, strike in self.all:
            if name not in self.done and self.crowd.finished >= share * self.plan.leads:
                self.diary.note("strike", name=name)
                self.done.add(name)
                strike()
                self.diary.note("struck", name=name)

    @property
    def have_fallen(self) -> bool:
        return len(self.done) == len(self.all)

    def _poison(self) -> None:
        """Two messages that nobody can do anything with into each queue, among those of a centre where there is an order; one such change."""
        sqs = self.stage.client("sqs")
        for queue in QUEUES:
            url = sqs.get_queue_url(QueueName=f"passerelle-{self.stage.name}-{queue}")["QueueUrl"]
            for place, body in enumerate(POISON):
                fifo = {"MessageGroupId": f"{self.town.tenant}#{self.town.centres[0]}", "MessageDeduplicationId": f"poison{place}"}
                sqs.send_message(QueueUrl=url, MessageBody=body, **(fifo if queue.endswith(".fifo") else {}))
        said: dict[str, Any] = {"t": "SaidByALaterRelease", "at": 0, "by": "system", "d": {}}
        item = {"pk": f"{self.town.tenant}#ZZ", "sk": "POISON", "t": "ZZ", "ev": json.dumps(said)}
        self.stage.client("dynamodb").put_item(
            TableName=f"passerelle-{self.stage.name}-main", Item={name: {"S": value} for name, value in item.items()} | {"v": {"N": "1"}}
        )

    def _kill_app(self) -> None:
        os.kill(self._app(), signal.SIGKILL)

    def _kill_house(self) -> None:
        """The app first, so that it cannot leave in good order. What the emulator holds is AWS's, and lives on."""
        self._kill_app()
        self.stage.kill()
        self.stage.start()

    def _app(self) -> int:
        return int(next(line["pid"] for line in reversed(self.diary.read()) if line["what"] == "worker"))

    def _away(self, go: Callable[[], None], come_back: Callable[[], None]) -> None:
        go()
        self.crowd.over.wait(self.plan.outage)
        come_back()

    def _partner(self, *, away: bool) -> Callable[[], None]:
        return lambda: setattr(self.partner, "away", away)
