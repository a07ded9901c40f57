"""Tickets: a browser cannot send a header with a WebSocket, so the address carries a proof of who asks, good for thirty seconds."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass

from pynamodb.exceptions import DoesNotExist

from chalicelib.foundation import clock, keys, tenancy
from chalicelib.foundation.caller import Caller, Scope
from chalicelib.foundation.errors import NotAllowed, NotSignedIn

LASTS_MS = 30_000
PURPOSE = "live"


@dataclass(frozen=True)
class Ticket:
    """Who listens, and how far they see."""

    tenant: str
    user: str
    reach: Scope
    centre: str | None
    until: int

    @classmethod
    def to(cls, caller: Caller) -> Ticket:
        reach = caller.reach("leads.read")
        if reach is None:
            raise NotAllowed
        return cls(tenancy.tenant(), caller.id, reach, caller.centre, clock.now_ms() + LASTS_MS)

    def signed(self) -> str:
        said = json.dumps(asdict(self), separators=(",", ":")).encode()
        return f"{_text(said)}.{_text(keys.of(self.tenant).sign(PURPOSE, said))}"

    @classmethod
    def read(cls, text: str) -> Ticket:
        """Raises `NotSignedIn` for whatever is not a ticket of ours, or no longer."""
        said, _, signature = text.partition(".")
        try:
            raw, proof = _bytes(said), _bytes(signature)
            ticket = cls(**json.loads(raw))
            is_ours = _signs(ticket.tenant, raw, proof)
        except (ValueError, TypeError, binascii.Error, DoesNotExist) as error:
            raise NotSignedIn from error
        if not is_ours or clock.now_ms() > ticket.until:
            raise NotSignedIn
        return ticket


def _signs(tenant: str, raw: bytes, proof: bytes) -> bool:
    with tenancy.inside(tenant):
        return keys.of(tenant).signs(PURPOSE, raw, proof)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
