"""The routes as the OpenAPI document lists them, so that a new one is tried without being told of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

import app  # noqa: F401 -- registers the routes
from chalicelib.foundation.openapi import document
from chalicelib.foundation.routes import ROUTES

BODY_KINDS = ("application/json", "application/x-www-form-urlencoded")


@dataclass(frozen=True)
class Operation:
    """One method of one path. `may` is its verb; `body` names the shape that it takes."""

    method: str
    path: str
    may: str
    is_public: bool
    body: str | None
    query: tuple[str, ...]
    gives: str
    """The media type of what it answers."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)

    def at(self, ids: dict[str, str]) -> str:
        """The path with these ids."""
        return self.path.format_map(ids)


def _operations() -> Iterator[Operation]:
    verbs = {(route.method, route.path): route.may for route in ROUTES}
    for path, methods in document()["paths"].items():
        for method, described in methods.items():
            content = described.get("requestBody", {}).get("content", {})
            reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
            query = tuple(one["name"] for one in described["parameters"] if one["in"] == "query")
            verb = verbs[method.upper(), path]
            answers = [kind for status, answer in described["responses"].items() if status < "300" for kind in answer.get("content", {})]
            body = reference.rpartition("/")[2] or None
            yield Operation(method.upper(), path, verb, "security" not in described, body, query, (answers or ["application/json"])[0])


OPERATIONS = list(_operations())
PRIVATE = [one for one in OPERATIONS if not one.is_public]
WITH_IDS = [one for one in PRIVATE if one.parameters]
LISTS = [one for one in PRIVATE if one.method == "GET" and not one.parameters]


WIDELY = {"limit": 100, "q": "example"}
"""`q` is in the addresses of everybody in every company."""


def asked_widely(operation: Operation) -> dict[str, Any]:
    """A query that shows as much of a list as it can."""
    return {name: value for name, value in WIDELY.items() if name in operation.query}


def some_of(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Every choice of at least one of the names."""
    known = list(names)
    return chain.from_iterable(combinations(known, size) for size in range(1, len(known) + 1))


def id_fields(schema: Any, where: str = "") -> Iterator[str]:
    """Every property of a body, at any depth, that names a thing by its id: `CentreShare.centre_id`."""
    shapes = document()["components"]["schemas"]
    if isinstance(schema, list):
        for one in schema:
            yield from id_fields(one, where)
    elif isinstance(schema, dict):
        if reference := schema.get("$ref", "").rpartition("/")[2]:
            yield from id_fields(shapes[reference], reference)
        for name, how in schema.get("properties", {}).items():
            if name.endswith("_id"):
                yield f"{where}.{name}"
            yield from id_fields(how, where)
        for key in ("items", "anyOf", "oneOf", "allOf"):
            yield from id_fields(schema.get(key), where)
