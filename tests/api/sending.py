"""Generated cases sent through the front door, in process."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from schemathesis.core.transport import Response

import app
from infra.local.invocation import Context
from infra.local.proxy_event import Request, find_resource, proxy_event


def send(case: Any, headers: dict[str, str]) -> Response:
    """The case as `requests` would put it on the wire, and the answer as it would come back."""
    prepared = requests.Request(**case.as_transport_kwargs(base_url="http://localhost:8010", headers=headers)).prepare()
    target = urlsplit(prepared.url)
    body = prepared.body or b""
    content = body if isinstance(body, bytes) else str(body).encode()
    request = Request(prepared.method, target.path, target.query, list(prepared.headers.items()), content, "203.0.113.7", "443")
    resource, parameters = find_resource(target.path, app.app.routes)
    raw = app.app(proxy_event(request, resource, parameters, app.app.api.binary_types), Context("api"))
    told = {name.lower(): [str(value)] for name, value in raw["headers"].items()}
    return Response(raw["statusCode"], told, (raw.get("body") or "").encode(), prepared, 0.0, verify=False)
