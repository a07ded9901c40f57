"""Signed locators: what stands in a link of a mail, so that nothing has to be kept for it. The tenant in clear, then the bytes that name a thing,
signed for one purpose: what confirms stops no mail.

``k3x9p2ab.<base64url of the bytes and 16 bytes of signature>``
"""

from __future__ import annotations

import base64
import binascii
import re

from pynamodb.exceptions import DoesNotExist

from chalicelib.foundation import ids, keys, tenancy
from chalicelib.foundation.errors import NotFound

LONGEST = 100
_BITS = 5
"""Of one character of an id."""


class LinkUnknown(NotFound):
    """Tampered, foreign, or never ours."""

    fr = "Ce lien n'est pas valable."
    en = "This link is not valid."


def made(body: bytes, purpose: str) -> str:
    """The token by which the current tenant finds `body` again."""
    tenant = tenancy.tenant()
    return _spelt(tenant, body + keys.of(tenant).sign(purpose, body))


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


def read(token: str, purpose: str, size: int) -> tuple[str, bytes]:
    """The tenant and its `size` bytes. Raises `LinkUnknown` for whatever that tenant did not sign for this purpose."""
    tenant = tenant_of(token)
    text = token.partition(".")[2]
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        with tenancy.inside(tenant):
            signed = keys.of(tenant).signs(purpose, raw[:size], raw[size:])
    except (binascii.Error, ValueError) as error:
        raise LinkUnknown from error
    if not signed or _spelt(tenant, raw) != token:
        raise LinkUnknown
    return tenant, raw[:size]


def packed(identity: str) -> bytes:
    """An id of ours in as few bytes as its bits fill."""
    number = 0
    for character in identity:
        number = number << _BITS | ids.CROCKFORD.index(character)
    return number.to_bytes(-(-len(identity) * _BITS // 8))


def unpacked(raw: bytes, characters: int) -> str:
    number = int.from_bytes(raw)
    return "".join(ids.CROCKFORD[number >> shift & 31] for shift in range((characters - 1) * _BITS, -1, -_BITS))


def _spelt(tenant: str, raw: bytes) -> str:
    """One token has one spelling: base64 would let its last character vary."""
    return f"{tenant}.{base64.urlsafe_b64encode(raw).decode().rstrip('=')}"
