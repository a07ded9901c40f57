"""API Gateway's WebSocket API for the local house: connections in, and the management endpoint by which the app speaks to them."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import os
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from infra.local.invocation import invoke

log = logging.getLogger("sockets")

MANAGEMENT = "/@connections/"
LARGEST_MESSAGE = 128 * 1024


class Sockets:
    def __init__(self, app: Any) -> None:
        self.app = app
        self.open: dict[str, Any] = {}
        self.pool = ThreadPoolExecutor(4, thread_name_prefix="socket")

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await _Connection(self, scope, receive, send).live()
        elif scope["type"] == "http":
            status, answer = await self._manage(scope["method"], scope["path"], await _body(receive))
            headers = [(b"content-type", b"application/json")]
            if status == HTTPStatus.GONE:
                headers.append((b"x-amzn-errortype", b"GoneException"))
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": json.dumps(answer).encode() if answer else b""})

    async def call(self, route: str, event: dict[str, Any]) -> int:
        """The status that the app's handler of this route answers; a route without a handler is fine."""
        config = self.app.websocket_handlers.get(route)
        if config is None:
            return 200
        try:
            handler = self.app.handler_map[config.name]
            answer = await asyncio.get_running_loop().run_in_executor(self.pool, invoke, handler, config.name, event)
        except Exception:
            log.exception("%s failed", config.name)
            return 500
        return int((answer or {}).get("statusCode", 200))

    async def _manage(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        connection = self.open.get(path.removeprefix(MANAGEMENT))
        if not path.startswith(MANAGEMENT):
            return 403, {"message": "Forbidden"}
        if connection is None:
            return 410, {"message": "The connection is gone."}
        if len(body) > LARGEST_MESSAGE:
            return 413, {"message": "A message holds 128 KB at most."}
        if method == "POST":
            await connection.tell(body.decode())
        elif method == "DELETE":
            await connection.close()
            return 204, {}
        return 200, connection.described() if method == "GET" else {}


class _Connection:
    """One client. The identifiers and times are those that API Gateway puts into every event of the connection."""

    def __init__(self, sockets: Sockets, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.sockets, self.scope, self.receive, self.send = sockets, scope, receive, send
        self.id = base64.urlsafe_b64encode(os.urandom(11)).decode()
        self.connected_at = int(time.time() * 1000)
        self.headers = {name.decode("latin-1").title(): value.decode("latin-1") for name, value in scope["headers"]}

    async def live(self) -> None:
        await self.receive()
        if await self.sockets.call("$connect", self._connect_event()) >= HTTPStatus.BAD_REQUEST:
            await self.send({"type": "websocket.close", "code": 1008})
            return
        self.sockets.open[self.id] = self
        await self.send({"type": "websocket.accept"})
        try:
            await self._listen()
        finally:
            self.sockets.open.pop(self.id, None)
            await self.sockets.call("$disconnect", self._event("$disconnect", "DISCONNECT", disconnectStatusCode=1000, disconnectReason=""))

    async def _listen(self) -> None:
        while True:
            message = await self.receive()
            if message["type"] == "websocket.disconnect":
                return
            text = message.get("text") or (message.get("bytes") or b"").decode(errors="replace")
            event = self._event("$default", "MESSAGE", messageId=base64.urlsafe_b64encode(os.urandom(11)).decode())
            await self.sockets.call("$default", {**event, "body": text})

    async def tell(self, text: str) -> None:
        await self.send({"type": "websocket.send", "text": text})

    async def close(self) -> None:
        self.sockets.open.pop(self.id, None)
        await self.send({"type": "websocket.close", "code": 1000})

    def described(self) -> dict[str, Any]:
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.connected_at / 1000))
        return {"connectedAt": at, "identity": self._identity(), "lastActiveAt": at}

    def _connect_event(self) -> dict[str, Any]:
        query = parse_qsl(self.scope["query_string"].decode("latin-1"), keep_blank_values=True)
        several: dict[str, list[str]] = {}
        for name, value in query:
            several.setdefault(name, []).append(value)
        return {
            "headers": self.headers,
            "multiValueHeaders": {name: [value] for name, value in self.headers.items()},
            "queryStringParameters": dict(query) or None,
            "multiValueQueryStringParameters": several or None,
            **self._event("$connect", "CONNECT"),
        }

    def _event(self, route: str, kind: str, **details: Any) -> dict[str, Any]:
        now, request = time.time(), base64.urlsafe_b64encode(uuid.uuid4().bytes[:11]).decode()
        context = {
            "routeKey": route,
            "eventType": kind,
            "extendedRequestId": request,
            "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
            "messageDirection": "IN",
            "stage": "api",
            "connectedAt": self.connected_at,
            "requestTimeEpoch": int(now * 1000),
            "identity": self._identity(),
            "requestId": request,
            "domainName": self.headers.get("Host", "localhost"),
            "connectionId": self.id,
            "apiId": "local",
        }
        return {"requestContext": {**context, **details}, "isBase64Encoded": False}

    def _identity(self) -> dict[str, str]:
        client = self.scope["client"]
        return {"sourceIp": client[0] if client else "127.0.0.1", "userAgent": self.headers.get("User-Agent", "")}


async def _body(receive: Any) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)
