"""The OpenAPI 3.1 document, made from the routes and their shapes. The console's types are generated from it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib.foundation import config, errors
from chalicelib.foundation.routes import API, HTML, JSON, PDF, PUBLIC, ROUTES, SCHEMA, SCRIPT, Gives, Route

TEXT, OBJECT = {"type": "string"}, {"type": "object"}
MEDIA = {HTML: TEXT, SCRIPT: TEXT, JSON: OBJECT, SCHEMA: OBJECT, PDF: TEXT | {"format": "binary"}}

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "Stable: urn:passerelle:problem:…"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {"field": {"type": "string"}, "code": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


@lru_cache
def document() -> dict[str, Any]:
    """The whole document. Made once per process."""
    shapes = {shape for route in ROUTES for shape in (route.accepts, route.query, *_given(route).values()) if shape and not isinstance(shape, str)}
    _, definitions = models_json_schema(
        [(shape, "validation" if shape in _accepted() else "serialization") for shape in sorted(shapes, key=lambda shape: shape.__name__)],
        ref_template="#/components/schemas/{model}",
    )
    paths: dict[str, Any] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Passerelle", "version": "1", "description": "From a form post to a confirmed lead."},
        "servers": [{"url": config.API_URL}],
        "paths": paths,
        "components": {
            "schemas": {**definitions.get("$defs", {}), "Problem": PROBLEM},
            "securitySchemes": {
                "session": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
            },
        },
    }


def _accepted() -> set[type[BaseModel]]:
    return {shape for route in ROUTES for shape in (route.accepts, route.query) if shape}


def _operation(route: Route) -> dict[str, Any]:
    slice_name = route.view.__module__.split(".")[1]
    operation: dict[str, Any] = {
        "operationId": f"{slice_name}_{route.view.__name__}",
        "tags": [slice_name],
        "summary": route.view.__name__.replace("_", " ").capitalize(),
        "parameters": [*_path_parameters(route), *_query_parameters(route)],
        "responses": _responses(route),
    }
    if route.may != PUBLIC:
        operation["security"] = [{"session": []}, {"key": []}]
    if route.accepts:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": _reference(route.accepts)}}}
    elif route.content == "text/html" and route.posted:
        operation["requestBody"] = {"content": {kind: {"schema": {"type": "object"}} for kind in route.posted}}
    return operation


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", route.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}} for name in names]


def _query_parameters(route: Route) -> list[dict[str, Any]]:
    if not route.query:
        return []
    schema = route.query.model_json_schema(ref_template="#/components/schemas/{model}")
    required = schema.get("required", [])
    return [{"name": name, "in": "query", "required": name in required, "schema": _plain(how)} for name, how in schema["properties"].items()]


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A query parameter is absent rather than null."""
    options = [option for option in schema.get("anyOf", []) if option.get("type") != "null"]
    return options[0] if options else {name: value for name, value in schema.items() if name != "title"}


def _responses(route: Route) -> dict[str, Any]:
    responses: dict[str, Any] = {str(status): _success(given) for status, given in _given(route).items()}
    statuses = {error.status for error in route.raises} | _usual(route)
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status in sorted(statuses):
        responses.setdefault(str(status), {"description": _meaning(status), "content": dict(problem)})
        if route.content == "text/html":
            responses[str(status)].setdefault("content", {})["text/html"] = {"schema": {"type": "string"}}
    return responses


def _usual(route: Route) -> set[int]:
    """The statuses that any route of its kind may answer."""
    statuses = {404, 405}
    if route.may != PUBLIC:
        statuses |= {401, 403}
    elif route.path.startswith(API):
        statuses.add(401)
    if route.accepts or (route.posted and route.content == "text/html"):
        statuses |= {400, 413, 415, 422}
    elif route.method == "POST":
        statuses.add(413)
    if route.query:
        statuses |= {400, 422}
    return statuses


def _given(route: Route) -> Mapping[int, Gives]:
    """What a route answers when nothing is wrong, by status."""
    return route.pages or {route.status: route.gives}


def _success(given: Gives) -> dict[str, Any]:
    if given is None:
        return {"description": "Done."}
    if isinstance(given, str):
        return {"description": "A page." if given == HTML else "Done.", "content": {given: {"schema": MEDIA[given]}}}
    return {"description": "Done.", "content": {JSON: {"schema": _reference(given)}}}


def _meaning(status: int) -> str:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.DomainError) and kind.status == status]
    return kinds[0].en.partition("{")[0].strip(" (:") if kinds else "Refused."


def _reference(shape: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{shape.__name__}"}
