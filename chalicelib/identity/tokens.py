"""Signed tokens: for requests (access), between the steps of signing in (tickets), and in mailed links. Nothing is kept of them.

PyJWT is read with the first token: it brings all of cryptography, and neither visitors nor queues ever show one.
"""

from __future__ import annotations

from typing import Any, Literal

from chalicelib.foundation import clock, keys
from chalicelib.foundation.tenancy import PLATFORM

Use = Literal["access", "tenant", "totp", "enrolment", "invitation", "reset"]

SECONDS: dict[Use, int] = {
    "access": 15 * 60,
    "tenant": 5 * 60,
    "totp": 5 * 60,
    "enrolment": 15 * 60,  # somebody has to install an application first
    "invitation": 72 * 3600,
    "reset": 3600,
}
_ALGORITHM = "HS256"


def make(use: Use, **claims: Any) -> str:
    """Good for this use only, and for as long as `SECONDS` says."""
    import jwt  # noqa: PLC0415

    now = clock.now_ms() // 1000
    return jwt.encode({"iat": now, "exp": now + SECONDS[use]} | claims, _secret(use), algorithm=_ALGORITHM)


def read(use: Use, token: str) -> dict[str, Any] | None:
    """The claims; None where the token is changed, lapsed or made for something else."""
    import jwt  # noqa: PLC0415

    try:
        # The end is compared with our own clock, which tests and the loading of history hold.
        claims: dict[str, Any] = jwt.decode(
            token, _secret(use), algorithms=[_ALGORITHM], options={"verify_exp": False, "verify_iat": False, "require": ["exp"]}
        )
    except jwt.InvalidTokenError:
        return None
    return claims if claims["exp"] > clock.now_ms() // 1000 else None


def _secret(use: Use) -> bytes:
    """Each use has a key of its own: a ticket cannot pass for an access token, whatever it claims."""
    return keys.of(PLATFORM).secret(use)
