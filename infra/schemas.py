"""JSON Schemas of what partners are told, from the dataclasses of the public facts: for partners to read, and for the schema registry."""

from __future__ import annotations

import json
from dataclasses import MISSING
from typing import Any

from chalicelib.foundation.facts import FACTS, Fact
from chalicelib.foundation.publication import is_time, told_fields
from chalicelib.foundation.relay import SOURCE

DRAFT = "http://json-schema.org/draft-04/schema#"
"""The registry knows no later one."""

KINDS = {"str": "string", "int": "integer", "bool": "boolean"}
TIME = {"type": "string", "format": "date-time"}


def public() -> list[type[Fact]]:
    return sorted((fact for fact in FACTS.values() if fact.PUBLIC), key=lambda fact: str(fact.PUBLIC))


def publication(fact: type[Fact]) -> dict[str, Any]:
    """Of the body of a webhook, which is the detail of an event. More fields may come, so others are allowed."""
    fields = told_fields(fact)
    data = {field.name: _value(field.name, str(field.type)) for field in fields} | {"version": {"type": "integer"}}
    required = [field.name for field in fields if field.default is MISSING or field.default is not None]
    return {
        "$schema": DRAFT,
        "title": fact.PUBLIC,
        **_object({"id": {"type": "string"}, "type": {"enum": [fact.PUBLIC]}, "timestamp": TIME, "data": _object(data, [*required, "version"])}),
    }


def event(fact: type[Fact]) -> dict[str, Any]:
    """Of the whole event on the bus."""
    detail = {name: value for name, value in publication(fact).items() if name not in {"$schema", "title"}}
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    names = {"detail-type": {"enum": [fact.PUBLIC]}, "source": {"enum": [SOURCE]}, "resources": texts, "time": TIME}
    envelope = names | dict.fromkeys(("version", "id", "account", "region"), text) | {"detail": detail}
    marks = {"x-amazon-events-detail-type": fact.PUBLIC, "x-amazon-events-source": SOURCE}
    return {"$schema": DRAFT, "title": fact.PUBLIC, **marks, **_object(envelope)}


def page(fact: type[Fact]) -> str:
    return json.dumps(publication(fact), indent=2) + "\n"


def registry() -> str:
    """A part of the template: one schema a fact, in the registry of `infra/cloud/bus.yaml`."""
    lines = ["# Made by `make docs` from the public facts.", "Resources:"]
    for fact in public():
        content = json.dumps(event(fact), separators=(",", ":"))
        lines += [
            f"  {fact.__name__}Schema:",
            "    Type: AWS::EventSchemas::Schema",
            "    Properties:",
            "      RegistryName: !GetAtt FactRegistry.RegistryName",
            f"      SchemaName: {SOURCE}@{fact.PUBLIC}",
            "      Type: JSONSchemaDraft4",
            f"      Content: '{content}'",
        ]
    return "\n".join(lines) + "\n"


def _object(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    return {"type": "object", "required": required or list(properties), "properties": properties}


def _value(name: str, kind: str) -> dict[str, Any]:
    return dict(TIME) if is_time(name) else {"type": KINDS[kind.removesuffix(" | None")]}
