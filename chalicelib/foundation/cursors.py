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
        return json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        raise BadRequest(reason="cursor") from error
