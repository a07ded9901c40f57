"""The second factor: time-based codes (RFC 6238), their enrolment by QR code, and recovery codes for a lost telephone."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass

import pyotp

from chalicelib.foundation import clock, ids, keys

STEP_MS = 30_000
DIGITS = 6
WINDOW = (0, -1, 1)
"""Telephones' clocks drift: the step before and the one after count too."""

SECRET_SIZE = 20
RECOVERY_CODES = 10
RECOVERY_LENGTH = 10


@dataclass(frozen=True)
class Enrolment:
    """What the application on the telephone needs, as text, as an address and as a picture."""

    secret: str
    uri: str
    qr_svg: str


def offered_secret(tenant: str, user: str, ticket: str) -> str:
    """The secret that one enrolment ticket offers: derived from it, so that nothing is kept until the first code proves it arrived."""
    return base64.b32encode(keys.of(tenant).secret(f"totp:{user}:{ticket}")[:SECRET_SIZE]).decode()


def enrolment(secret: str, email: str) -> Enrolment:
    import segno  # noqa: PLC0415 - drawing is for the one enrolment of a person; every start would pay for reading it

    uri = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Passerelle")
    return Enrolment(secret, uri, segno.make(uri, error="m", micro=False).svg_inline(scale=4, border=4, light="white", omitsize=True))


def matching_step(secret: str, code: str) -> int | None:
    """The time step that the code belongs to, if it is near enough."""
    now = clock.now_ms() // STEP_MS
    totp = pyotp.TOTP(secret)
    given = code.encode()  # as text, only ASCII can be compared
    return next((now + away for away in WINDOW if hmac.compare_digest(totp.generate_otp(now + away).encode(), given)), None)


def is_code(text: str) -> bool:
    """Six digits; anything else can only be a recovery code."""
    return len(text) == DIGITS and text.isdecimal()


def recovery_codes() -> list[str]:
    """Ten codes of fifty random bits, shown once, written in two halves."""
    made = [ids.random_id(RECOVERY_LENGTH) for _ in range(RECOVERY_CODES)]
    return [f"{code[:5]}-{code[5:]}" for code in made]


def recovery_hash(tenant: str, user: str, code: str) -> str:
    """How a recovery code is kept. Read as people copy by hand: capitals, spaces, and the letters that are no letters of ours."""
    plain = "".join(code.split()).replace("-", "").lower().translate(str.maketrans("oil", "011"))
    return keys.of(tenant).blind("recovery", f"{user}:{plain}")
