"""Keys and sealed fields: one root key per tenant, wrapped by KMS, from which every other key is derived.

A person's data is sealed under a key derived with a salt kept in the person's own item: erasing the salt is erasing the person. Sealing is
AES-256-GCM; the associated data names what is sealed, so that a blob moved to another item does not open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import time
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pynamodb.attributes import BinaryAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import aws, config, platform, tenancy
from chalicelib.foundation.errors import Gone
from chalicelib.foundation.fence import FenceBreached
from chalicelib.foundation.records import MainRecord
from chalicelib.foundation.tenancy import PLATFORM

CACHED_SECONDS = 30 * 60
_FORMAT = b"\x01"
_NONCE_SIZE = 12
_opened: dict[str, tuple[float, Keys]] = {}


class TenantGone(Gone):
    """The company has left. Queues have nothing left to do for it."""

    fr = "Cette société n'utilise plus ce service."
    en = "This company no longer uses this service."


class KeyRing(MainRecord, discriminator="KR"):
    """The root key of a tenant, as KMS wrapped it. The item stays without it when the tenant is closed: gone is not the same as never there."""

    wrapped = BinaryAttribute(attr_name="wk1", legacy_encoding=False, null=True)


class Sealed:
    """Seals and opens small values under one key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, value: Any, *, about: str) -> bytes:
        """JSON, then AES-256-GCM: version byte, nonce, ciphertext and tag (29 bytes more than the JSON)."""
        nonce = os.urandom(_NONCE_SIZE)
        plain = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
        return _FORMAT + nonce + self._cipher.encrypt(nonce, plain, about.encode())

    def open(self, blob: bytes, *, about: str) -> Any:
        """What was sealed. Raises `InvalidTag` when the blob was changed, moved, or belongs to another key."""
        nonce, sealed = blob[1 : 1 + _NONCE_SIZE], blob[1 + _NONCE_SIZE :]
        return json.loads(self._cipher.decrypt(nonce, sealed, about.encode()))


class Keys(Sealed):
    """All keys of one tenant."""

    def __init__(self, root: bytes) -> None:
        self._root = root
        super().__init__(self._derive("fields"))

    def _derive(self, purpose: str, salt: bytes = b"") -> bytes:
        return hmac.digest(self._root, purpose.encode() + b"\x00" + salt, "sha256")

    def person(self, salt: bytes) -> Sealed:
        """The key of one person."""
        return Sealed(self._derive("person", salt))

    def blind(self, kind: str, value: str) -> str:
        """A keyed, irreversible name of a value, for unique keys and exact search: 16 characters for 80 bits."""
        digest = hmac.digest(self._derive("blind"), f"{kind}:{value}".encode(), "sha256")
        return base64.b32encode(digest[:10]).decode().lower()

    def sign(self, purpose: str, message: bytes) -> bytes:
        """Sixteen bytes that only this tenant can make, and for one purpose only."""
        return hmac.digest(self._derive(f"sign:{purpose}"), message, "sha256")[:16]

    def signs(self, purpose: str, message: bytes, signature: bytes) -> bool:
        return hmac.compare_digest(self.sign(purpose, message), signature)

    def secret(self, purpose: str) -> bytes:
        """Thirty-two bytes for a library that wants a key of its own."""
        return self._derive(f"secret:{purpose}")


def make(tenant: str, tx: TransactWrite | None = None) -> None:
    """Give a new tenant its root key (with `tx`, together with the tenant itself)."""
    wrapped = aws.client("kms").generate_data_key_without_plaintext(KeyId=config.KEY_ID, KeySpec="AES_256", EncryptionContext={"tid": tenant})
    ring = KeyRing(*_place(tenant), wrapped=wrapped["CiphertextBlob"])
    if tx is not None:
        tx.save(ring, condition=KeyRing.pk.does_not_exist())
    else:
        with platform.ground():
            ring.save(condition=KeyRing.pk.does_not_exist())


def destroy(tenant: str, tx: TransactWrite) -> None:
    """For good: what is sealed opens no more. Processes that opened the key lately forget it within `CACHED_SECONDS`."""
    tx.update(KeyRing(*_place(tenant)), actions=[KeyRing.wrapped.remove()], condition=KeyRing.pk.exists())
    _opened.pop(tenant, None)


def of(tenant: str) -> Keys:
    """The keys of the current tenant, or the platform's, whoever is at work. KMS is asked at most twice an hour per process and tenant.

    Raises `DoesNotExist` for no such tenant, `TenantGone` for one whose keys are destroyed.
    """
    if tenant not in {PLATFORM, tenancy.tenant_or_none()}:
        raise FenceBreached("keys of a foreign tenant")
    cached = _opened.get(tenant)
    if cached and cached[0] > time.monotonic():
        return cached[1]
    with tenancy.inside(tenant):
        ring = KeyRing.get(*_place(tenant))
        if ring.wrapped is None:
            raise TenantGone
        opened = aws.client("kms").decrypt(CiphertextBlob=ring.wrapped, EncryptionContext={"tid": tenant}, KeyId=config.KEY_ID)
    keys = Keys(opened["Plaintext"])
    _opened[tenant] = (time.monotonic() + CACHED_SECONDS, keys)
    return keys


def forget() -> None:
    """Drop every cached key: tests start a new world, a closed tenant must not linger."""
    _opened.clear()


def fingerprint(secret: str) -> str:
    """How a random secret is kept at rest: SHA-256 suffices where the secret itself has 256 bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def digest(value: Any, *, after: str = "") -> str:
    """SHA-256 of a value as canonical JSON (sorted names, no spaces, UTF-8), behind the digest that it follows: whoever has both makes the same."""
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{after}{plain}".encode()).hexdigest()


def _place(tenant: str) -> tuple[str, str]:
    return f"{tenant}#CF", "K"
