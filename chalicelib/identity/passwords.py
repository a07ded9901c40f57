"""Passwords: which are good enough, and how they are kept (Argon2id)."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.foundation import config
from chalicelib.foundation.asked import language
from chalicelib.foundation.errors import refused

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MIN_LENGTH = 12
MAX_LENGTH = 256
MIN_DISTINCT = 5

COMMON = frozenset(
    """
    123456789012 1234567890123 012345678901 password1234 password12345 password123456 passwordpassword passw0rd1234 motdepasse12 motdepasse123
    motdepasse1234 motdepassemotdepasse azertyuiop12 azertyuiop123 azertyazerty azerty123456 qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyqwerty
    qwerty123456 1q2w3e4r5t6y 1qaz2wsx3edc iloveyou1234 jetaime12345 bienvenue123 bienvenue1234 welcome12345 administrator administrateur
    admin1234567 letmein12345 abcdefghijkl abcdefghijklm abcd12345678 changeme1234 changezmoi123 soleil123456 doudou123456 marseille123
    football1234 superman1234 sunshine1234 princess1234 trustno1trustno1
    """.split()  # noqa: SIM905 -- sixty quotation marks say nothing
)
"""Those of twelve characters and more that lists of leaked passwords begin with, in French and English."""


def check(password: str, email: str) -> None:
    """Refuse what is guessed first; the sentence says what to do instead."""
    plain = _normal(password).casefold()
    if len(plain) < MIN_LENGTH:
        _refuse(
            "too_short",
            f"Au moins {MIN_LENGTH} caractères : une phrase convient très bien.",
            f"At least {MIN_LENGTH} characters: a sentence does very well.",
        )
    account = email.partition("@")[0]
    if plain in email or (account in plain and len(plain) - len(account) < MIN_LENGTH // 2):
        _refuse("like_email", "Choisissez un mot de passe qui ne reprend pas votre adresse.", "Choose a password that does not repeat your address.")
    if plain in COMMON or len(set(plain)) < MIN_DISTINCT:
        _refuse(
            "common",
            "Ce mot de passe est parmi les premiers que l'on devine : choisissez-en un autre.",
            "This is among the first to be guessed: choose another.",
        )


def _refuse(code: str, fr: str, en: str) -> None:
    raise refused("password", code, fr, en, language())


def hashed(password: str) -> str:
    return _hasher().hash(_normal(password))


def is_right(password: str, kept: str | None) -> bool:
    """Compare; where there is nothing to compare with (no such account), the same time passes."""
    from argon2.exceptions import VerifyMismatchError  # noqa: PLC0415 - as in `_hasher`

    try:
        _hasher().verify(kept or _decoy(), _normal(password))
    except VerifyMismatchError:
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was hashed under weaker settings than today's."""
    return _hasher().check_needs_rehash(kept)


@cache
def _decoy() -> str:
    return _hasher().hash("the password of nobody")


@cache
def _hasher() -> PasswordHasher:
    """OWASP's parameters for Argon2id with one lane: 19 MiB and two passes, some 40 ms of a full processor (1,769 MB of Lambda memory buy one).

    One lane, since Lambda bills the processor whether lanes share it or not. Tests check the logic, not the processor.
    """
    from argon2 import PasswordHasher  # noqa: PLC0415 - only signing in needs it

    if config.STAGE == "test":
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def _normal(password: str) -> str:
    """Keyboards write the same accent in two ways."""
    return unicodedata.normalize("NFKC", password)
