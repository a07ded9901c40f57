"""Tickets: a browser cannot send a header with a WebSocket, so the address carries a proof of who asks, good for thirty seconds."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import asdict, dataclass
from typing import Literal

from pynamodb.exceptions import DoesNotExist

from chalicelib.foundation import clock, keys, tenancy
from chalicelib.foundation.caller import Caller, Scope
from chalicelib.foundation.errors import NotAllowed, NotSignedIn
from chalicelib.foundation.keys import TenantGone

LASTS_MS = 30_000
PURPOSE = "live"
_FORM = re.compile(r"([0-9a-z]{8})\.((?:[\w-]{4})*(?:[\w-]{2,3})?)\.([\w-]{22})", re.ASCII)


@dataclass(frozen=True)
class Ticket:
    """Who listens, and how far they see."""

    tenant: str
    user: str
    reach: Scope
    centre: str | None
    until: int
    kind: Literal["user", "key"]
    role: str
    session: str | None

    @classmethod
    def to(cls, caller: Caller) -> Ticket:
        reach = caller.reach("leads.read")
        if reach is None:
            raise NotAllowed
        until = clock.now_ms() + LASTS_MS
        return cls(tenancy.tenant(), caller.id, reach, caller.centre, until, caller.kind, caller.role, caller.session)

    @property
    def caller(self) -> Caller:
        """Who asked for it."""
        return Caller(self.kind, self.user, self.tenant, role=self.role, centre=self.centre, session=self.session)

    def signed(self) -> str:
        """``{tenant}.{ticket}.{signature}``: the tenant says whose key to check it with, before anything of it is read."""
        said = json.dumps(asdict(self), separators=(",", ":")).encode()
        return f"{self.tenant}.{_text(said)}.{_text(keys.of(self.tenant).sign(PURPOSE, said))}"

    @classmethod
    def read(cls, text: str) -> Ticket:
        """Raises `NotSignedIn` for whatever is not a ticket of ours, or no longer."""
        parts = _FORM.fullmatch(text)
        if not parts:
            raise NotSignedIn
        tenant, said, signature = parts[1], _bytes(parts[2]), _bytes(parts[3])
        if not _signs(tenant, said, signature):
            raise NotSignedIn
        try:
            ticket = cls(**json.loads(said))
        except TypeError:  # another release made it, half a minute ago
            raise NotSignedIn from None
        if clock.now_ms() > ticket.until:
            raise NotSignedIn
        return ticket


def _signs(tenant: str, said: bytes, signature: bytes) -> bool:
    try:
        with tenancy.inside(tenant):
            return keys.of(tenant).signs(PURPOSE, said, signature)
    except (DoesNotExist, TenantGone):
        return False


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
