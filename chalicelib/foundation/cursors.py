"""Cursors of lists: where the last page ended, as an opaque text that travels through the browser."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from chalicelib.foundation.errors import BadRequest


def encode(position: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(position, separators=(",", ":")).encode()).decode().rstrip("=")


def decode(cursor: str) -> Any:
    """The position. A cursor that was not ours is a bad request, not a fault."""
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        json.dumps(position, ensure_ascii=False).encode()  # half a character cannot be part of a key
    except (ValueError, binascii.Error, RecursionError) as error:
        raise BadRequest(reason="cursor") from error
    return position
