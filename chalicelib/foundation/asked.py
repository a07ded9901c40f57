"""The HTTP request at hand, as views see it. Kept per thread: Chalice's own `current_request` is one for the whole process."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field

from chalicelib.foundation.caller import Caller

VERSION = re.compile(r'(?:W/)?"?([0-9]{1,9})"?')
WISH = re.compile(r"(?:^|,)\s*([a-z]{2})(?:-[a-z0-9-]*)?\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?))?\s*(?=,|$)")
NO_VERSION = -1


@dataclass
class Asked:
    """One request. `address` is the visitor's as API Gateway saw the connection; a forwarded header is never believed."""

    id: str
    method: str
    path: str
    headers: dict[str, str]
    query: dict[str, list[str]] = field(default_factory=dict)
    body: bytes = b""
    address: str = ""
    caller: Caller | None = None

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def language(self) -> str:
        """The reader's language among ours: French unless English is asked for first."""
        for wish in self.headers.get("accept-language", "").lower().split(","):
            code = wish.strip()[:2]
            if code in ("fr", "en"):
                return code
        return "fr"

    def prefers(self, offered: Sequence[str]) -> str | None:
        """The reader's favourite among these languages; None when none is asked for."""
        ranked: dict[str, float] = {}
        for wish in WISH.finditer(self.headers.get("accept-language", "").lower()):
            ranked.setdefault(wish[1], float(wish[2] or 1))
        return max((code for code in offered if ranked.get(code)), key=lambda code: ranked[code], default=None)

    @property
    def version(self) -> int | None:
        """The version that an edit starts from (`If-Match`); None when the editor does not mind. A tag that is not ours matches nothing."""
        tag = self.headers.get("if-match", "").strip()
        if tag in {"", "*"}:
            return None
        ours = VERSION.fullmatch(tag)
        return int(ours[1]) if ours else NO_VERSION


_asked: ContextVar[Asked] = ContextVar("asked")


def begin(asked: Asked) -> None:
    """A new request starts on this thread."""
    _asked.set(asked)


def asked() -> Asked:
    """The request at hand."""
    return _asked.get()


def language() -> str:
    """The reader's language; French where nobody reads (queues, clocks)."""
    current = _asked.get(None)
    return current.language if current else "fr"
