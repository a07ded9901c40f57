"""The line to AWS: every HTTP call that the app makes, so that it can be cut before or after any of them.

SQS and the bus end here: what is sent stays in `sent`, and the test delivers it in whatever order it likes; what is told to partners is `told`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ReadTimeoutError

from chalicelib.foundation import aws, records

CUTS = ("dies before", "dies after", "answer lost", "busy")
"""`busy`: another transaction is at work on an item of the write, or the bus takes no more just now."""


class Died(BaseException):
    """The machine went away. Not an `Exception`, so no handler of ours can be what saves the day."""


class Line:
    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.sent: list[tuple[str, str]] = []
        self.told: list[dict[str, Any]] = []
        self.cut: tuple[str, int] | None = None
        self.cut_at: list[tuple[str, dict[str, Any]]] = []

    @contextmanager
    def open(self) -> Iterator[Line]:
        """All calls of the app's own clients go through here."""
        aws.queue_url.cache_clear()
        dynamodb = records.CONNECTION.client._endpoint
        lines = [
            (dynamodb, dynamodb.http_session.send),
            (aws.client("sqs")._endpoint, self._post_office),
            (aws.client("events")._endpoint, self._bus),
        ]
        real = [endpoint.http_session for endpoint, _ in lines]
        for endpoint, send in lines:
            endpoint.http_session = _Session(self, send)
        with patch("botocore.endpoint.time", SimpleNamespace(sleep=lambda _seconds: None)):
            try:
                yield self
            finally:
                for (endpoint, _), session in zip(lines, real, strict=True):
                    endpoint.http_session = session
                aws.queue_url.cache_clear()

    @contextmanager
    def cut_once(self, cut: tuple[str, int] | None) -> Iterator[None]:
        """Inside, the n-th call meets its fate."""
        self.cut = cut
        try:
            yield
        finally:
            self.cut = None

    def carry(self, request: Any, send: Any) -> Any:
        name = request.headers["X-Amz-Target"]
        name = (name.decode() if isinstance(name, bytes) else name).rpartition(".")[2]
        body = json.loads(request.body)
        self.calls.append((name, body))
        fate = self._fate()
        if fate:
            self.cut_at.append((name, body))
        if fate == "dies before":
            raise Died
        if fate == "busy" and name in BUSY:
            return answer(request, BUSY[name](body), 400)
        if fate == "busy" and name == "PutEvents":
            return self._bus(request, takes=len(body["Entries"]) // 2)
        answered = send(request)
        if fate == "dies after":
            raise Died
        if fate == "answer lost":
            raise ReadTimeoutError(endpoint_url=request.url)
        return answered

    def _fate(self) -> str | None:
        if self.cut is None:
            return None
        fate, left = self.cut
        self.cut = (fate, left - 1) if left > 1 else None
        return fate if left == 1 else None

    def _post_office(self, request: Any) -> Any:
        body = json.loads(request.body)
        if "QueueName" in body:
            return answer(request, {"QueueUrl": f"http://127.0.0.1/{body['QueueName']}"})
        if "VisibilityTimeout" in body:
            return answer(request, {})
        queue = body["QueueUrl"].rpartition("passerelle-test-")[2]
        messages = body.get("Entries", [body])
        self.sent += [(queue, message["MessageBody"]) for message in messages]
        done = [{"Id": message["Id"], "MessageId": "m", "MD5OfMessageBody": ""} for message in messages if "Id" in message]
        return answer(request, {"Successful": done} if done else {"MessageId": "m", "MD5OfMessageBody": ""})

    def _bus(self, request: Any, takes: int | None = None) -> Any:
        """It may take the first few and refuse each of the others by itself."""
        entries = json.loads(request.body)["Entries"]
        taken, refused = entries[:takes], entries[len(entries[:takes]) :]
        self.told += [json.loads(entry["Detail"]) for entry in taken]
        results = [{"EventId": "e"} for _ in taken] + [{"ErrorCode": "ThrottlingException", "ErrorMessage": "Rate exceeded"} for _ in refused]
        return answer(request, {"FailedEntryCount": len(refused), "Entries": results})


class _Session:
    def __init__(self, line: Line, send: Any) -> None:
        self.line, self._send = line, send

    def send(self, request: Any) -> Any:
        return self.line.carry(request, self._send)

    def close(self) -> None:
        pass


class _Raw:
    def __init__(self, content: bytes) -> None:
        self.content = content

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self.content


def answer(request: Any, body: dict[str, Any], status: int = 200) -> AWSResponse:
    return AWSResponse(request.url, status, {"content-type": "application/x-amz-json-1.0"}, _Raw(json.dumps(body).encode()))


def _busy_write(_body: dict[str, Any]) -> dict[str, Any]:
    return {"__type": "com.amazonaws.dynamodb.v20120810#TransactionConflictException", "message": "Transaction is ongoing for the item"}


def _busy_transaction(body: dict[str, Any]) -> dict[str, Any]:
    reasons = [
        {"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"},
        *({"Code": "None"} for _ in body["TransactItems"][1:]),
    ]
    return {"__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException", "Message": "cancelled", "CancellationReasons": reasons}


BUSY = {"PutItem": _busy_write, "UpdateItem": _busy_write, "DeleteItem": _busy_write, "TransactWriteItems": _busy_transaction}
