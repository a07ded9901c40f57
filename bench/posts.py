"""CPU of one form post inside the handler, with AWS answering at once: the network is cut off below botocore."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from botocore.awsrequest import AWSResponse

from bench.figures import Figure
from chalicelib.foundation import tenancy
from chalicelib.foundation.records import CONNECTION
from infra.local.invocation import Context
from infra.local.proxy_event import Request, find_resource, proxy_event
from tests.builders import ANSWERS, Company

WARM_UP, POSTS = 50, 300
AIM_MS = 3


class _Silent:
    """An HTTP session that answers every call with an empty success; keeps the last body."""

    def __init__(self) -> None:
        self.last: bytes = b""

    def send(self, request: Any) -> AWSResponse:
        self.last = request.body
        return AWSResponse(request.url, 200, {"content-type": "application/x-amz-json-1.0"}, self)

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield b"{}"

    def close(self) -> None:
        pass


@contextmanager
def _cut_off() -> Iterator[_Silent]:
    endpoint = CONNECTION.client._endpoint
    kept, endpoint.http_session = endpoint.http_session, _Silent()
    try:
        yield endpoint.http_session
    finally:
        endpoint.http_session = kept


def figures(app: Any, company: Company) -> list[Figure]:
    events = [_event(app, company, number) for number in range(WARM_UP + POSTS)]
    _cpu(lambda event: app(event, Context("api")), events[:1])  # reads the form and the keys, from where they are
    with _cut_off() as silent:
        post = _cpu(lambda event: app(event, Context("api")), events)
        same = _again(json.loads(silent.last))
        with tenancy.inside(company.tenant):
            bare = _cpu(lambda _: CONNECTION.client._make_api_call("TransactWriteItems", same), events)
    return [
        Figure(
            "CPU of one form post in the handler", post * 1000, "ms", f"≤ {AIM_MS} ms", "the same TransactWriteItems by botocore alone", bare * 1000
        )
    ]


def _cpu(do: Any, events: list[Any]) -> float:
    """Seconds of processor time for each, after the warm-up."""
    for event in events[:WARM_UP]:
        do(event)
    began = time.process_time()
    for event in events[WARM_UP:]:
        do(event)
    return (time.process_time() - began) / max(1, len(events) - WARM_UP)


def _again(body: dict[str, Any]) -> dict[str, Any]:
    """The same request for a bare client, with bytes where JSON has text."""
    return body | {"TransactItems": [{kind: _bytes(write) for kind, write in item.items()} for item in body["TransactItems"]]}


def _bytes(write: dict[str, Any]) -> dict[str, Any]:
    item = {name: {"B": value["B"].encode()} if "B" in value else value for name, value in write["Item"].items()}
    return write | {"Item": item}


def _event(app: Any, company: Company, number: int) -> dict[str, Any]:
    answers = ANSWERS | {"email": f"cpu{number}@example.org", "phone": f"06 13 {number // 100:02d} {number % 100:02d} 78"}
    headers = [("Host", "localhost:8010"), ("Content-Type", "application/x-www-form-urlencoded"), ("Accept-Language", "fr")]
    request = Request("POST", company.form_path, "", headers, urlencode(answers).encode(), "203.0.113.7", "443")
    resource, parameters = find_resource(company.form_path, app.routes)
    return proxy_event(request, resource, parameters, app.api.binary_types)
