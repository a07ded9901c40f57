"""A client of the front door, in process, with events as API Gateway makes them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from infra.local.invocation import Context
from infra.local.proxy_event import Request, find_resource, proxy_event


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Client:
    def __init__(self, app: Any):
        self.app = app

    def __call__(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, key: str | None = None, form: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None, language: str = "fr", query: dict[str, Any] | None = None,
    ) -> Answer:  # fmt: skip
        sent = {"Host": "localhost:8010", "Accept-Language": language} | (headers or {})
        content = b""
        if form is not None:
            content, sent = urlencode(form, doseq=True).encode(), sent | {"Content-Type": "application/x-www-form-urlencoded"}
        elif isinstance(body, bytes):
            content = body
        elif body is not None:
            content, sent = json.dumps(body).encode(), {"Content-Type": "application/json"} | sent
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if key:
            sent["X-Api-Key"] = key
        request = Request(method, path, urlencode(query or {}), list(sent.items()), content, "203.0.113.7", "443")
        resource, parameters = find_resource(path, self.app.routes)
        raw = self.app(proxy_event(request, resource, parameters, self.app.api.binary_types), Context("api"))
        return Answer(raw["statusCode"], {**raw.get("headers", {})}, raw.get("body") or "")
