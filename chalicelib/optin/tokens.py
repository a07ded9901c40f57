"""The token of a link: tenant in clear, then person, lead and the number of the link, signed for one purpose: what confirms stops no mail.

``k3x9p2ab.<base64url of 10 bytes person, 2 bytes lead, 2 bytes link, 16 bytes signature>``, 49 characters.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from pynamodb.exceptions import DoesNotExist

from chalicelib.foundation import ids, keys, tenancy
from chalicelib.foundation.errors import NotFound

CONFIRM, UNSUBSCRIBE = "optin", "unsubscribe"
_BODY_SIZE = 14
LONGEST = 100


class LinkUnknown(NotFound):
    """Tampered, foreign, or never ours."""

    fr = "Ce lien n'est pas valable."
    en = "This link is not valid."


@dataclass(frozen=True)
class Link:
    """Which lead a link confirms."""

    tenant: str
    lead_id: str


def made(lead_id: str, number: int, purpose: str = CONFIRM) -> str:
    """The token for the `number`-th link of a lead of the current tenant."""
    person, lead = ids.lead_key(lead_id) or ("", 0)
    body = _packed(person) + lead.to_bytes(2) + number.to_bytes(2)
    signature = keys.of(tenancy.tenant()).sign(purpose, body)
    return f"{tenancy.tenant()}.{base64.urlsafe_b64encode(body + signature).decode().rstrip('=')}"


def tenant_of(token: str) -> str:
    """The tenant that a token claims to be of. Raises `LinkUnknown` where there is none."""
    tenant = token.partition(".")[0]
    if not ids.is_tenant_id(tenant):
        raise LinkUnknown
    try:
        with tenancy.inside(tenant):
            keys.of(tenant)
    except DoesNotExist as error:
        raise LinkUnknown from error
    return tenant


def might_be_ours(token: str) -> bool:
    """Whether the token is safe to stand in a page again."""
    return len(token) <= LONGEST and bool(re.fullmatch(r"[\w.-]+", token, re.ASCII))


def read(token: str, purpose: str = CONFIRM) -> Link:
    """Raises `LinkUnknown` for whatever this tenant did not sign for this purpose."""
    tenant = tenant_of(token)
    try:
        raw = base64.urlsafe_b64decode(token.partition(".")[2] + "=" * (-len(token.partition(".")[2]) % 4))
        with tenancy.inside(tenant):
            signed = keys.of(tenant).signs(purpose, raw[:_BODY_SIZE], raw[_BODY_SIZE:])
    except (binascii.Error, ValueError) as error:
        raise LinkUnknown from error
    if not signed or _spelt(tenant, raw) != token:
        raise LinkUnknown
    return Link(tenant, ids.lead_id(_unpacked(raw[:10]), int.from_bytes(raw[10:12])))


def _spelt(tenant: str, raw: bytes) -> str:
    """One token has one spelling: base64 would let its last character vary."""
    return f"{tenant}.{base64.urlsafe_b64encode(raw).decode().rstrip('=')}"


def _packed(person: str) -> bytes:
    number = 0
    for character in person:
        number = number * 32 + ids.CROCKFORD.index(character)
    return number.to_bytes(10)


def _unpacked(raw: bytes) -> str:
    number = int.from_bytes(raw)
    return "".join(ids.CROCKFORD[number >> shift & 31] for shift in range(75, -1, -5))
