"""API Gateway for the local house: an ASGI app that calls the Chalice app with real proxy events."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from infra.local.invocation import invoke
from infra.local.proxy_event import Request, find_resource, proxy_event

log = logging.getLogger("api")

LARGEST_BODY = 10 * 1024 * 1024
SLOWEST_ANSWER = 29
TITLES = {413: "Request too long", 502: "The function's answer cannot be read", 504: "The function took too long"}


class Gateway:
    """`woken` is called after each request that may have changed something, so that the stream is read at once."""

    def __init__(self, app: Any, threads: int = 16, woken: Callable[[], None] = lambda: None) -> None:
        self.app = app
        self.woken = woken
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        began = time.perf_counter()
        body = await _read(receive)
        status, headers, answer = _problem(413) if body is None else await self._answer(_request(scope, body))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": answer if scope["method"] != "HEAD" else b""})
        log.info("%s %s %d %.0f ms", scope["method"], scope["path"], status, (time.perf_counter() - began) * 1000)

    async def _answer(self, request: Request) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        resource, parameters = find_resource(request.path, self.app.routes)
        preflight = self._preflight(request, resource)
        if preflight is not None:
            return preflight
        event = proxy_event(request, resource, parameters, self.app.api.binary_types)
        work = asyncio.get_running_loop().run_in_executor(self.pool, invoke, self.app, "api_handler", event)
        try:
            answer = _http(await asyncio.wait_for(work, SLOWEST_ANSWER))
        except TimeoutError:
            return _problem(504)
        except Exception:
            log.exception("%s %s", request.method, request.path)
            return _problem(502)
        if request.method != "GET":
            self.woken()
        return answer

    def _preflight(self, request: Request, resource: str | None) -> tuple[int, list[tuple[bytes, bytes]], bytes] | None:
        """API Gateway itself answers OPTIONS for routes with CORS, from what Chalice wrote into the API's definition."""
        methods = self.app.routes[resource] if resource else {}
        cors = next((entry.cors for entry in methods.values() if entry.cors), None)
        if request.method != "OPTIONS" or "OPTIONS" in methods or cors is None:
            return None
        headers = {**cors.get_access_control_headers(), "Access-Control-Allow-Methods": ",".join([*methods, "OPTIONS"])}
        return 200, _encoded(headers.items()), b""


async def _read(receive: Any) -> bytes | None:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _request(scope: dict[str, Any], body: bytes) -> Request:
    return Request(
        method=scope["method"],
        path=scope["raw_path"].decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=[(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]],
        body=body,
        address=scope["client"][0] if scope["client"] else "127.0.0.1",
        port=str(scope["server"][1]) if scope["server"] else "",
    )


def _http(answer: dict[str, Any]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    headers = list((answer.get("headers") or {}).items())
    headers += [(name, value) for name, values in (answer.get("multiValueHeaders") or {}).items() for value in values]
    body = answer.get("body") or ""
    content = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "application/json"))
    headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
    return int(answer["statusCode"]), _encoded([*headers, ("Content-Length", str(len(content)))]), content


def _encoded(headers: Any) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), str(value).encode("latin-1")) for name, value in headers]


def _problem(status: int) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    body = json.dumps({"type": "about:blank", "title": TITLES[status], "status": status}).encode()
    return status, _encoded([("Content-Type", "application/problem+json"), ("Content-Length", len(body))]), body
