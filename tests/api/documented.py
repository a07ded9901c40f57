"""The front door for hand-written requests: every answer must be in the OpenAPI document, and none is a fault of ours."""

from __future__ import annotations

from typing import Any

import app
from chalicelib.foundation.openapi import document
from chalicelib.foundation.routes import API
from infra.local.proxy_event import find_resource
from tests.client import Answer, Client

front_door = Client(app.app)


def ask(method: str, path: str, *args: Any, **how: Any) -> Answer:
    answer = front_door(method, path, *args, **how)
    assert answer.status < 500, answer
    resource, _ = find_resource(path, document()["paths"])
    described = document()["paths"].get(resource, {}).get(method.lower())
    if described is None:
        assert answer.status in {404, 405}
    else:
        assert str(answer.status) in described["responses"], answer
        content = described["responses"][str(answer.status)].get("content", {})
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        assert kind in content or not answer.text, answer
    if answer.status >= 400 and path.startswith(API):
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json["status"] == answer.status
    return answer
