"""What goes wrong inside the app's process, hung on from outside: its line to AWS, its clock, and what Lambda delivers to it."""

from __future__ import annotations

import itertools
import json
import random
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from types import SimpleNamespace
from typing import Any

from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
from botocore.httpsession import URLLib3Session

from bench.soak.diary import Diary
from bench.soak.plan import Plan
from tests.proofs.line import BUSY, answer

HASTE = 10
"""How many times sooner than in production one tries again. A try is a try, whatever the wait before it."""
FATES = ("throttled", "timed out", "answer lost")


class BadLine:
    """One call in twenty is throttled, never arrives, or arrives and its answer does not; one of ten such stays so however often it is tried."""

    def __init__(self, plan: Plan, diary: Diary, dice: random.Random) -> None:
        self.plan, self.diary, self.dice = plan, diary, dice
        self.line = URLLib3Session()
        self.call = threading.local()

    def hang_on(self, session: Any) -> None:
        session.register("before-call", self._draw)
        session.register("before-send", self._meet)

    def _draw(self, model: Any, params: dict[str, Any], **_: Any) -> None:
        self.call.fate, self.call.left = None, 0
        if self.dice.random() < self.plan.calls:
            for_good = self.dice.random() < self.plan.persist
            self.call.fate, self.call.left = self.dice.choice(FATES), 99 if for_good else 1
            self.diary.note("fault", fate=self.call.fate, call=model.name, about=_about(params.get("body")), for_good=for_good)

    def _meet(self, request: Any, event_name: str, **_: Any) -> Any:
        """What botocore gets instead of sending the request; None: it sends it."""
        if not self.call.left:
            return None
        self.call.left -= 1
        if self.call.fate == "timed out":
            raise ConnectTimeoutError(endpoint_url=request.url)
        if self.call.fate == "answer lost":
            self.line.send(request)
            raise ReadTimeoutError(endpoint_url=request.url)
        operation = event_name.rpartition(".")[2]
        if operation in BUSY and self.dice.random() < 1 / 2:
            return answer(request, BUSY[operation](json.loads(request.body)), 400)
        return answer(request, {"__type": "ThrottlingException", "message": "Rate exceeded"}, 400)


def _about(body: Any) -> str:
    """Which kind of item a DynamoDB call is about: the word after the tenant in its key."""
    try:
        asked = json.loads(body)
        return str((asked.get("Item") or asked["Key"])["pk"]["S"].split("#")[1])
    except (TypeError, ValueError, KeyError, AttributeError, IndexError):
        return ""


class Repeater:
    """Delivers one record in ten again, a little later, when others have gone before it. A queue without order comes shuffled, too.

    Only what was done: SQS and Lambda never pass over a record that failed where there is an order.
    """

    def __init__(self, plan: Plan, diary: Diary, dice: random.Random) -> None:
        self.plan, self.diary, self.dice = plan, diary, dice

    def repeating(self, name: str, handler: Callable[..., Any]) -> Callable[..., Any]:
        def deliver(event: dict[str, Any], context: Any) -> Any:
            records = event.get("Records")
            if not records:
                return handler(event, context)
            if "messageId" in records[0] and "MessageGroupId" not in records[0]["attributes"]:
                records = self.dice.sample(records, len(records))
            answer = handler({"Records": records}, context)
            done = _done(records, {failure["itemIdentifier"] for failure in answer["batchItemFailures"]})
            for place in range(len(done)):
                if self.dice.random() < self.plan.again:
                    self.diary.note("again", wire=name)
                    # A stream starts again from one place, and repeats what follows as well.
                    repeated = done[place : place + 10] if "dynamodb" in done[place] else [done[place]]
                    later = threading.Timer(self.dice.uniform(0.2, self.plan.hidden_for), handler, ({"Records": repeated}, context))
                    later.daemon = True
                    later.start()
            return answer

        return deliver


def _done(records: list[dict[str, Any]], failed: set[str]) -> list[dict[str, Any]]:
    if "dynamodb" in records[0]:
        return list(itertools.takewhile(lambda record: record["dynamodb"]["SequenceNumber"] not in failed, records))
    return [record for record in records if record["messageId"] not in failed]


class Witness:
    """Sees every state that a seat was ever in, since all of them go by in the stream."""

    def __init__(self, diary: Diary) -> None:
        self.diary = diary

    def watching(self, relay: Callable[..., Any]) -> Callable[..., Any]:
        def seen(event: dict[str, Any], context: Any) -> Any:
            for record in event["Records"]:
                image = record["dynamodb"].get("NewImage", {})
                if image.get("t") == {"S": "A"}:
                    held = len(image.get("op", {}).get("SS", []))
                    self.diary.note("seat", agent=image["sk"]["S"].partition("#")[2], held=held, capacity=int(image["cap"]["N"]))
            return relay(event, context)

        return seen


def skewed(plan: Plan, dice: random.Random) -> type[datetime]:
    """A `datetime` for the app's clock: each thread is a machine of its own, ahead of the others or behind them."""
    machine = threading.local()

    class Skewed(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            if not hasattr(machine, "ahead"):
                machine.ahead = timedelta(seconds=dice.uniform(-plan.skew / 2, plan.skew / 2))
            return datetime.now(tz) + machine.ahead

    return Skewed


def hasty_time() -> Any:
    return SimpleNamespace(sleep=lambda seconds: time.sleep(seconds / HASTE))
