"""Identifiers: random, opaque, safe in keys and addresses."""

from __future__ import annotations

import secrets

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
TENANT_SIZE, SHORT_SIZE, PERSON_SIZE = 8, 10, 16
MAX_LEADS_DIGITS = 4


def random_id(characters: int) -> str:
    """Five random bits a character, without letters that people confuse (i, l, o, u)."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(characters))


def tenant_id() -> str:
    """Eight characters. Never holds ``# * ? $ {``, which IAM would read as wildcards."""
    return random_id(TENANT_SIZE)


def person_id() -> str:
    """Eighty random bits: not ordered by time, so that DynamoDB can spread a busy tenant."""
    return random_id(PERSON_SIZE)


def short_id() -> str:
    """Ten characters, for users, centres, forms and endpoints: unique inside one tenant."""
    return random_id(SHORT_SIZE)


def secret(size: int = 32) -> str:
    """A secret for a machine, URL-safe, `size` random bytes."""
    return secrets.token_urlsafe(size)


def is_tenant_id(text: str) -> bool:
    return len(text) == TENANT_SIZE and set(text) <= set(CROCKFORD)


def is_short_id(text: str) -> bool:
    return len(text) == SHORT_SIZE and set(text) <= set(CROCKFORD)


def lead_id(person: str, number: int) -> str:
    """The public name of a lead holds its key, so that no index is needed to find it."""
    return f"{person}.{number}"


def lead_key(lead: str) -> tuple[str, int] | None:
    """Person and number of a public lead id; None when it cannot be one."""
    person, _, number = lead.partition(".")
    is_person = len(person) == PERSON_SIZE and set(person) <= set(CROCKFORD)
    if not is_person or not (number.isascii() and number.isdecimal()) or len(number) > MAX_LEADS_DIGITS:
        return None
    return person, int(number)
