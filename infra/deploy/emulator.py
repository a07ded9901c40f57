"""What stands behind `AWS_ENDPOINT_URL` does not know every kind of resource. It says so itself; they stay out, and what refers to them."""

from __future__ import annotations

import re
from typing import Any

UNRECOGNISED = re.compile(r"Unrecognized resource types: \[([^\]]*)\]")
PLAIN_HTTP = {"Bool": {"aws:SecureTransport": "false"}}
GONE = object()


def unrecognised(reason: str) -> set[str]:
    """The kinds that CloudFormation names as unknown to it."""
    found = UNRECOGNISED.search(reason)
    return {kind.strip() for kind in found[1].split(",")} if found else set()


def without(template: dict[str, Any], kinds: set[str]) -> tuple[dict[str, Any], list[str]]:
    """The template without resources of these kinds, and their names."""
    absent = {name for name, one in template["Resources"].items() if one["Type"] in kinds}
    left = _cut(template | {"Resources": {name: one for name, one in template["Resources"].items() if name not in absent}}, absent)
    left["Outputs"] = {name: one for name, one in left.get("Outputs", {}).items() if "Value" in one}
    return left, sorted(absent)


def fitted(template: dict[str, Any], endpoint: str) -> dict[str, Any]:
    """What an emulator would get wrong: no name leads to its sockets, a parameter's number is a text to it, and it speaks plain HTTP."""
    numbers = {name: int(one["Default"]) for name, one in template.get("Parameters", {}).items() if one["Type"] == "Number"}
    told: dict[str, Any] = template | {"Resources": _spoken_plainly(template["Resources"], numbers)}
    sockets = {"Fn::Sub": f"{endpoint}/_aws/execute-api/${{WebsocketAPI}}/${{WebsocketAPIStage}}"}
    for resource in told["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["Environment"]["Variables"]["PASSERELLE_SOCKETS_ENDPOINT"] = sockets
    return told


def _spoken_plainly(value: Any, numbers: dict[str, int]) -> Any:
    match value:
        case {"Ref": str(name)} if name in numbers:
            return numbers[name]
        case dict():
            return {name: _spoken_plainly(one, numbers) for name, one in value.items()}
        case list():
            return [_spoken_plainly(one, numbers) for one in value if not (isinstance(one, dict) and one.get("Condition") == PLAIN_HTTP)]
        case _:
            return value


def _cut(value: Any, absent: set[str]) -> Any:
    """Without the properties and items of lists that refer to what is absent."""
    if isinstance(value, list):
        return [left for one in value if (left := _cut(one, absent)) is not GONE]
    if not isinstance(value, dict):
        return value
    if _is_function(value) and _mentioned(value) & absent:
        return GONE
    cut = {name: left for name, one in value.items() if (left := _cut(one, absent)) is not GONE}
    if "DependsOn" in cut:
        asked = [cut["DependsOn"]] if isinstance(cut["DependsOn"], str) else cut["DependsOn"]
        cut["DependsOn"] = [name for name in asked if name not in absent]
    return cut


def _is_function(value: dict[str, Any]) -> bool:
    return len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::"))


def _mentioned(value: Any) -> set[str]:
    """The resources that a value refers to, however deep."""
    match value:
        case {"Ref": str(name)}:
            return {name}
        case {"Fn::GetAtt": [str(name), *_]}:
            return {name}
        case {"Fn::Sub": str(text)} | {"Fn::Sub": [str(text)]}:
            return set(re.findall(r"\$\{(\w+)", text))
        case dict() | list():
            inner = [*value.values()] if isinstance(value, dict) else value
            return set().union(*(_mentioned(one) for one in inner))
        case str(text):  # the text of a Fn::Sub that brings its own names
            return set(re.findall(r"\$\{(\w+)", text))
        case _:
            return set()
