"""Identifiers: random, opaque, safe in keys and addresses."""

from __future__ import annotations

import secrets

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def random_id(characters: int) -> str:
    """Five random bits a character, without letters that people confuse (i, l, o, u)."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(characters))


def tenant_id() -> str:
    """Eight characters. Never holds ``# * ? $ {``, which IAM would read as wildcards."""
    return random_id(8)


def person_id() -> str:
    """Eighty random bits: not ordered by time, so that DynamoDB can spread a busy tenant."""
    return random_id(16)


def short_id() -> str:
    """Ten characters, for users, centres, forms and endpoints: unique inside one tenant."""
    return random_id(10)


def secret(size: int = 32) -> str:
    """A secret for a machine, URL-safe, `size` random bytes."""
    return secrets.token_urlsafe(size)


def lead_id(person: str, number: int) -> str:
    """The public name of a lead holds its key, so that no index is needed to find it."""
    return f"{person}.{number}"


def lead_key(lead: str) -> tuple[str, int] | None:
    """Person and number of a public lead id; None when it cannot be one."""
    person, _, number = lead.partition(".")
    if len(person) != 16 or not set(person) <= set(CROCKFORD) or not number.isdecimal() or len(number) > 4:
        return None
    return person, int(number)
