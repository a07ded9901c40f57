"""What a page brings back to show that it was a page of ours: when it was made, signed, and the work that it asked for.

Nothing is kept for it, and no cookie set: a seal says its own time, and a challenge carries its own signature.
"""

from __future__ import annotations

import base64
import secrets
from datetime import timedelta
from typing import Any

from chalicelib.foundation import clock, keys, tenancy

LASTS = timedelta(hours=24)
"""A page that stood open for longer proves nothing any more."""
AHEAD_MS = 60_000
"""Of two machines' clocks."""
COST = 2000
EASIEST, HARDEST = 100, 400
"""How many keys are derived until the work is done: a second of a cheap telephone, while its owner types."""
LONGEST = 2000


class Forged(Exception):
    """It was brought, and is not ours, nor this form's, or not solved."""


def seal(form_id: str) -> str:
    made_at = f"{clock.now_ms():x}"
    return f"{made_at}.{_signed(form_id, made_at)}"


def age(brought: str, form_id: str) -> int | None:
    """For how many milliseconds the page has stood open; None where it was for too long. Raises `Forged`."""
    made_at, _, signature = brought.partition(".")
    if not secrets.compare_digest(signature.encode(), _signed(form_id, made_at).encode()):
        raise Forged
    passed = clock.now_ms() - int(made_at, 16)
    if passed < -AHEAD_MS:
        raise Forged
    return passed if passed <= LASTS // timedelta(milliseconds=1) else None


def challenge(form_id: str) -> dict[str, Any]:
    """Work for one page: which of the keys it is, is drawn here, so that nobody is unlucky."""
    from altcha import create_challenge  # noqa: PLC0415 - of all that a start reads, few forms ask for work

    made: dict[str, Any] = create_challenge(
        "PBKDF2/SHA-256", COST, counter=EASIEST + secrets.randbelow(HARDEST - EASIEST), key_prefix_length=16,
        expires_at=clock.now() + LASTS, data={"form": form_id}, hmac_secret=_secret(),
    ).to_dict()  # fmt: skip
    return made


def work_of(brought: str, form_id: str) -> str | None:
    """The name of the challenge that was solved; None where it has lapsed. Raises `Forged`.

    The signature is looked at before anything is derived, so that nobody makes us work for a challenge of their own.
    """
    from altcha import Payload, verify_solution  # noqa: PLC0415

    if len(brought) > LONGEST:
        raise Forged
    try:
        payload = Payload.from_base64(brought)
    except (ValueError, KeyError, TypeError, RecursionError) as unread:
        raise Forged from unread
    verdict = verify_solution(payload, _secret())
    if verdict.expired:
        return None
    if not verdict.verified or payload.challenge.parameters.data != {"form": form_id}:
        raise Forged
    return str(payload.challenge.parameters.nonce)


def _signed(form_id: str, made_at: str) -> str:
    signature = keys.of(tenancy.tenant()).sign("seal", f"{form_id}.{made_at}".encode())
    return base64.urlsafe_b64encode(signature).decode().rstrip("=")


def _secret() -> bytes:
    return keys.of(tenancy.tenant()).secret("work")
