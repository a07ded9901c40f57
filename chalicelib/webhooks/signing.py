"""Standard Webhooks: the secret, and the signature over the exact bytes that travel."""

from __future__ import annotations

import base64
import hmac
import secrets

PREFIX = "whsec_"
SECRET_SIZE = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_SIZE)).decode()


def headers(secret: str, delivery_id: str, seconds: int, body: bytes) -> dict[str, str]:
    """`webhook-id` is the same at each attempt, so that a receiver can drop a double; the time is that of the attempt."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signature = hmac.digest(key, f"{delivery_id}.{seconds}.".encode() + body, "sha256")
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }
