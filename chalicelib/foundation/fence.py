"""The second fence between tenants: every key that leaves for DynamoDB is read once more.

IAM's `dynamodb:LeadingKeys` is the first (`docs/isolation.md`). This one runs in every environment and is the oracle of the isolation tests.
It hangs on botocore's own hook, below PynamoDB and below any code of ours that could forget.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from chalicelib.foundation import tenancy

_platform: ContextVar[bool] = ContextVar("platform", default=False)

HASH_KEYS = {None: "pk", "work": "wk", "day": "dd", "due": "dk", "actor": "ak"}
"""The partition key of the tables and of each index."""

LISTED_UNDER = ("wk", "dd", "ak")
"""Partition keys of indexes that a write may set. A timer's (`dk`) is the platform's by design."""

ASSIGNMENT = re.compile(r"([#\w]+)\s*=\s*(:\w+)")
PLATFORM_PREFIX = f"{tenancy.PLATFORM}#"
DUE_PREFIX = "due#"


class FenceBreached(RuntimeError):
    """A key of another tenant was about to be used. A mistake of ours; the request ends."""


@contextmanager
def platform() -> Iterator[None]:
    """Also allow the platform's own keys. Entered in `foundation/platform.py` only; a test reads the code for it."""
    token = _platform.set(True)
    try:
        yield
    finally:
        _platform.reset(token)


def on_platform() -> bool:
    """Whether the platform's own keys are allowed just now."""
    return _platform.get()


def guard(params: dict[str, Any], model: Any, **_: Any) -> None:
    """Refuse foreign keys. botocore calls this before each DynamoDB request (`provide-client-params.dynamodb`)."""
    for key in (*_leading_keys(model.name, params), *_listings(params)):
        if not _is_ours(key):
            raise FenceBreached(f"{model.name} of a foreign partition")


def guard_object(params: dict[str, Any], model: Any, **_: Any) -> None:
    """The same for S3: the name of an object is read once more, that of a copy's source as well."""
    named = [params.get("Key"), params.get("Prefix"), params.get("CopySource", {}).get("Key")]
    for name in filter(None, named):
        expect_own_object(name, model.name)


def expect_own_object(name: str, operation: str) -> None:
    """``kept/{tid}/…``"""
    if name.split("/")[1:2] != [tenancy.tenant()]:
        raise FenceBreached(f"{operation} of a foreign object")


def _is_ours(key: str) -> bool:
    tenant = tenancy.tenant_or_none()
    if tenant is not None and key.startswith(f"{tenant}#"):
        return True
    return on_platform() and key.startswith((PLATFORM_PREFIX, DUE_PREFIX))


def _leading_keys(operation: str, params: dict[str, Any]) -> Iterator[str]:  # noqa: C901, PLR0912 - one line per operation of DynamoDB
    """Every partition key of a request; an operation or a shape that is not known here is a breach."""
    match operation:
        case "GetItem" | "UpdateItem" | "DeleteItem":
            yield params["Key"]["pk"]["S"]
        case "PutItem":
            yield params["Item"]["pk"]["S"]
        case "Query":
            yield _queried(params)
        case "BatchGetItem":
            for table in params["RequestItems"].values():
                yield from (key["pk"]["S"] for key in table["Keys"])
        case "BatchWriteItem":
            for requests in params["RequestItems"].values():
                for request in requests:
                    yield (request.get("PutRequest", {}).get("Item") or request["DeleteRequest"]["Key"])["pk"]["S"]
        case "TransactWriteItems" | "TransactGetItems":
            for action in params["TransactItems"]:
                for part in action.values():
                    yield (part.get("Item") or part["Key"])["pk"]["S"]
        case "DescribeTable":
            return
        case _:
            raise FenceBreached(f"{operation} is not let through")


def _queried(params: dict[str, Any]) -> str:
    """The partition that a Query names: ``#0 = :0`` where ``#0`` stands for the partition key."""
    wanted = HASH_KEYS[params.get("IndexName")]
    names = params.get("ExpressionAttributeNames", {})
    for name, value in ASSIGNMENT.findall(params.get("KeyConditionExpression", "")):
        if names.get(name, name) == wanted:
            return str(params["ExpressionAttributeValues"][value]["S"])
    raise FenceBreached("a Query without its partition key")


def _listings(params: dict[str, Any]) -> Iterator[str]:
    """Where a write lists its item in the indexes: under another tenant's key it would show in that tenant's lists."""
    for write in _writes(params):
        item, names = write.get("Item", {}), write.get("ExpressionAttributeNames", {})
        yield from (item[name]["S"] for name in LISTED_UNDER if name in item)
        for name, value in ASSIGNMENT.findall(write.get("UpdateExpression", "")):
            if names.get(name, name) in LISTED_UNDER:
                yield write["ExpressionAttributeValues"][value]["S"]


def _writes(params: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield params
    for action in params.get("TransactItems", []):
        yield from action.values()
    for requests in params.get("RequestItems", {}).values():
        if isinstance(requests, list):
            yield from (request.get("PutRequest", {}) for request in requests)
