"""A ticket names a file on its way: which form and field it is for, where its content lies, and what it is called. The visitor's page carries it
until the request is posted; signed, so that nobody can name another's file, or another kind and size than was agreed.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import NamedTuple

from chalicelib.foundation import clock, ids, keys, tenancy

LASTS_MS = 24 * 3600 * 1000
"""The object itself lasts for two days, so a request of the last minute still finds it."""
LONGEST = 1000
PURPOSE = "upload"
SIGNATURE = 16


class Upload(NamedTuple):
    """`kind` is empty where the ending of its name says none that we know: such a file is refused, and its content was never taken."""

    name: str
    size: int
    kind: str
    form_id: str
    field: str
    id: str
    until: int


def made(name: str, size: int, kind: str, *, form_id: str, field: str) -> Upload:
    return Upload(name, size, kind, form_id, field, ids.random_id(20), clock.now_ms() + LASTS_MS)


def written(upload: Upload) -> str:
    body = json.dumps(upload, separators=(",", ":"), ensure_ascii=False).encode()
    signed = body + keys.of(tenancy.tenant()).sign(PURPOSE, body)
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def read(ticket: str, *, form_id: str, field: str, even_late: bool) -> Upload | None:
    """None for whatever this tenant did not sign, for another form or field, and after a day: after two, as the object goes, where `even_late`."""
    if len(ticket) > LONGEST:
        return None
    try:
        raw = base64.urlsafe_b64decode(ticket.encode("ascii") + b"=" * (-len(ticket) % 4))
    except (binascii.Error, UnicodeEncodeError):
        return None
    body, signature = raw[:-SIGNATURE], raw[-SIGNATURE:]
    if not keys.of(tenancy.tenant()).signs(PURPOSE, body, signature):
        return None
    upload = Upload(*json.loads(body))
    is_good = (upload.form_id, upload.field) == (form_id, field) and clock.now_ms() < upload.until + (LASTS_MS if even_late else 0)
    return upload if is_good else None
