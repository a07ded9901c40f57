"""Stream records as Lambda hands them to a function."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

IMAGES = ("Keys", "NewImage", "OldImage")


def stream_event(records: Iterable[dict[str, Any]], stream_arn: str) -> dict[str, Any]:
    return {"Records": [_record(record, stream_arn) for record in records]}


def _record(record: dict[str, Any], stream_arn: str) -> dict[str, Any]:
    change = record["dynamodb"]
    shown = {**change, "ApproximateCreationDateTime": change["ApproximateCreationDateTime"].timestamp()}
    shown |= {image: {name: _typed(value) for name, value in change[image].items()} for image in IMAGES if image in change}
    return {**record, "dynamodb": shown, "eventSourceARN": stream_arn}


def _typed(value: dict[str, Any]) -> dict[str, Any]:
    """The SDK turns binary values into bytes; in the function's JSON they are base64 again."""
    [(kind, content)] = value.items()
    if kind == "B":
        return {kind: base64.b64encode(content).decode()}
    if kind == "BS":
        return {kind: [base64.b64encode(item).decode() for item in content]}
    if kind == "M":
        return {kind: {name: _typed(item) for name, item in content.items()}}
    if kind == "L":
        return {kind: [_typed(item) for item in content]}
    return value
