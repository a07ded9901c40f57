"""The token of a link (`foundation/locators.py`): person, lead and the number of the link, 49 characters in all."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.foundation import ids, locators
from chalicelib.foundation.locators import LinkUnknown, might_be_ours, tenant_of

__all__ = ["CONFIRM", "UNSUBSCRIBE", "Link", "LinkUnknown", "made", "might_be_ours", "read", "tenant_of"]

CONFIRM, UNSUBSCRIBE = "optin", "unsubscribe"
_PERSON, _BODY = slice(0, 10), 14


@dataclass(frozen=True)
class Link:
    """Which lead a link confirms."""

    tenant: str
    lead_id: str


def made(lead_id: str, number: int, purpose: str = CONFIRM) -> str:
    """The token for the `number`-th link of a lead of the current tenant."""
    person, lead = ids.lead_key(lead_id) or ("", 0)
    return locators.made(locators.packed(person) + lead.to_bytes(2) + number.to_bytes(2), purpose)


def read(token: str, purpose: str = CONFIRM) -> Link:
    """Raises `LinkUnknown` for whatever this tenant did not sign for this purpose."""
    tenant, body = locators.read(token, purpose, _BODY)
    return Link(tenant, ids.lead_id(locators.unpacked(body[_PERSON], ids.PERSON_SIZE), int.from_bytes(body[10:12])))
