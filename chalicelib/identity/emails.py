"""Addresses that accounts are known by: one spelling each, and a keyed name to find it without keeping it in a key."""

from __future__ import annotations

import re
import unicodedata

from chalicelib.foundation import keys
from chalicelib.foundation.asked import language
from chalicelib.foundation.errors import refused
from chalicelib.foundation.tenancy import PLATFORM

_LOOKS_LIKE_ONE = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def normal(email: str) -> str:
    """Nobody's mailbox differs from another's by capitals alone."""
    return unicodedata.normalize("NFC", email).strip().casefold()


def checked(email: str) -> str:
    """The one spelling; a text that cannot be an address is refused."""
    plain = normal(email)
    if not _LOOKS_LIKE_ONE.fullmatch(plain):
        raise refused(
            "email", "email", "Saisissez une adresse comme prenom.nom@exemple.fr.", "Enter an address like first.last@example.com.", language()
        )
    return plain


def blind(email: str) -> str:
    """The platform's keyed name of an address: the same in every tenant, so that one sign-in page serves them all."""
    return keys.of(PLATFORM).blind("email", normal(email))
