"""The only place that reads the environment. A missing name fails the start, not the first request."""

from __future__ import annotations

import os


class ConfigMissing(RuntimeError):
    """An environment variable that the house cannot do without is not set."""


def _required(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise ConfigMissing(f"{name} is not set; `.chalice/config.json` and `infra/local` show its values.")
    return value


STAGE = _required("PASSERELLE_STAGE")
REGION = os.environ.get("AWS_REGION") or _required("AWS_DEFAULT_REGION")

API_URL = _required("PASSERELLE_API_URL").rstrip("/")
CONSOLE_URL = _required("PASSERELLE_CONSOLE_URL").rstrip("/")
SOCKETS_URL = _required("PASSERELLE_SOCKETS_URL").rstrip("/")
SOCKETS_ENDPOINT = _required("PASSERELLE_SOCKETS_ENDPOINT").rstrip("/")

CONNECT_ENDPOINT = os.environ.get("PASSERELLE_CONNECT_ENDPOINT")
"""What stands for Amazon Connect, where not AWS itself does: the emulator knows no telephone."""

KEY_ID = _required("PASSERELLE_KEY_ID")

FILES_BUCKET = os.environ.get("PASSERELLE_FILES_BUCKET", "")
"""What people send as files. The names of buckets are the whole world's, so each has the account's number, which the template knows."""

TENANT_ROLE = os.environ.get("PASSERELLE_TENANT_ROLE")
"""The role that opens the current tenant's items and keys. Without one, whatever credentials the process has must do: on a laptop they open all."""

PLATFORM_ROLE = _required("PASSERELLE_PLATFORM_ROLE") if TENANT_ROLE else None
"""The one that also opens the platform's own ground. Not every function may assume it."""

IS_LOCAL = STAGE in {"local", "test"}
"""The laptop and the tests, where a webhook may name the loopback address."""

MAIL_CA_FILE = os.environ.get("PASSERELLE_MAIL_CA_FILE")
"""A certificate to trust beside the public ones when sending by SMTP (the local house signs its own)."""

DNS_SERVER = os.environ.get("PASSERELLE_DNS_SERVER")
"""``host:port`` of a name server to ask instead of the machine's own, about senders' domains (tests bring one)."""

OPENAI_URL = os.environ.get("PASSERELLE_OPENAI_URL", "https://api.openai.com").rstrip("/")
"""Whom companies ask that have notes read there (tests bring one)."""


def endpoint() -> str | None:
    """Of whatever stands for AWS."""
    return os.environ.get("AWS_ENDPOINT_URL")


def files_origin() -> str:
    """Where browsers send files to."""
    return endpoint() or f"https://{FILES_BUCKET}.s3.{REGION}.amazonaws.com"


def named(thing: str) -> str:
    """The physical name of a table, queue or bus in this stage: ``named("main")`` is ``passerelle-local-main``."""
    return f"passerelle-{STAGE}-{thing}"
