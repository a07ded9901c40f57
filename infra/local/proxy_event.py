"""An HTTP request as API Gateway's REST proxy integration (payload version 1.0) hands it to a function."""

from __future__ import annotations

import base64
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from infra.local.settings import ACCOUNT

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: str
    headers: list[tuple[str, str]]
    body: bytes
    address: str
    port: str


def find_resource(path: str, resources: Iterable[str]) -> tuple[str | None, dict[str, str]]:
    """The resource that API Gateway would choose and the values of its `{parameters}`: literal segments win over parameters."""
    parts = path.rstrip("/").split("/") if path != "/" else ["", ""]
    found = [resource for resource in resources if _fits(resource.split("/"), parts)]
    if not found:
        return None, {}
    best = min(found, key=lambda resource: [part.startswith("{") for part in resource.split("/")])
    pairs = zip(best.split("/"), parts, strict=True)
    return best, {name[1:-1]: unquote(value) for name, value in pairs if name.startswith("{")}


def _fits(pattern: list[str], parts: list[str]) -> bool:
    if len(pattern) != len(parts):
        return False
    return all(value if name.startswith("{") else name == unquote(value) for name, value in zip(pattern, parts, strict=True))


def proxy_event(request: Request, resource: str | None, parameters: Mapping[str, str], binary_types: Iterable[str]) -> dict[str, Any]:
    """An unknown path keeps its own text as `resource`, so that the app answers it in the app's own words."""
    headers = [("-".join(word.capitalize() for word in name.split("-")), value) for name, value in request.headers]
    headers += [("X-Forwarded-For", request.address), ("X-Forwarded-Port", request.port), ("X-Forwarded-Proto", "http")]
    query = parse_qsl(request.query, keep_blank_values=True)
    body, encoded = _body(request, dict(headers).get("Content-Type", ""), binary_types)
    return {
        "resource": resource or request.path,
        "path": unquote(request.path),
        "httpMethod": request.method,
        "headers": dict(headers),
        "multiValueHeaders": _grouped(headers),
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": _grouped(query) or None,
        "pathParameters": dict(parameters) or None,
        "stageVariables": None,
        "requestContext": _context(request, resource, dict(headers)),
        "body": body,
        "isBase64Encoded": encoded,
    }


def _body(request: Request, content_type: str, binary_types: Iterable[str]) -> tuple[str | None, bool]:
    if not request.body:
        return None, False
    if content_type.partition(";")[0].strip().lower() in binary_types:
        return base64.b64encode(request.body).decode(), True
    return request.body.decode("utf-8", errors="replace"), False


def _grouped(pairs: Pairs) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _context(request: Request, resource: str | None, headers: Mapping[str, str]) -> dict[str, Any]:
    now, domain = time.time(), headers.get("Host", "localhost")
    return {
        "accountId": ACCOUNT,
        "apiId": "local",
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "extendedRequestId": base64.urlsafe_b64encode(uuid.uuid4().bytes[:11]).decode(),
        "httpMethod": request.method,
        "identity": {"sourceIp": request.address, "userAgent": headers.get("User-Agent")},
        "path": unquote(request.path),
        "protocol": "HTTP/1.1",
        "requestId": str(uuid.uuid4()),
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "requestTimeEpoch": int(now * 1000),
        "resourceId": resource or request.path,
        "resourcePath": resource or request.path,
        "stage": "api",
    }
