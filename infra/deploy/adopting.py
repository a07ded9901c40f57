"""What an earlier stack of the stage left behind is taken into the new one with all that is in it: tables, buckets, and their keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infra.deploy.account import Account
from infra.deploy.release import Release
from infra.trouble import Trouble

IDENTIFIERS = {"AWS::DynamoDB::Table": "TableName", "AWS::S3::Bucket": "BucketName", "AWS::KMS::Key": "KeyId"}


def left_behind(account: Account, release: Release, ours: set[str]) -> dict[str, str]:
    """What the template keeps for ever, the account has, and the stack does not: physical names by logical ones."""
    find: dict[str, Callable[[Account, str], str | None]] = {"TableName": _table, "BucketName": _bucket, "KeyId": _key}
    found = {}
    for logical, one in release.template["Resources"].items():
        if one["Type"] in IDENTIFIERS and one.get("DeletionPolicy") == "Retain" and logical not in ours:
            identifier = IDENTIFIERS[one["Type"]]
            named = one["Properties"]["Description" if identifier == "KeyId" else identifier]
            found[logical] = find[identifier](account, release.literal(named, account.number))
    return {logical: physical for logical, physical in found.items() if physical}


def in_the_way(release: Release, left: dict[str, str]) -> list[str]:
    """Those whose names a new stack would want too. A key has none."""
    return sorted(physical for logical, physical in left.items() if release.template["Resources"][logical]["Type"] != "AWS::KMS::Key")


def imported(release: Release, left: dict[str, str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The template of these alone, since nothing else may be made while something is taken in, and what each is."""
    resources = {name: one for name, one in release.template["Resources"].items() if name in left}
    identified = [
        {"LogicalResourceId": name, "ResourceType": one["Type"], "ResourceIdentifier": {IDENTIFIERS[one["Type"]]: left[name]}}
        for name, one in resources.items()
    ]
    about = {name: release.template[name] for name in ("AWSTemplateFormatVersion", "Parameters", "Conditions") if name in release.template}
    return about | {"Resources": resources}, identified


def _table(account: Account, name: str) -> str | None:
    dynamodb = account.client("dynamodb")
    try:
        return str(dynamodb.describe_table(TableName=name)["Table"]["TableName"])
    except dynamodb.exceptions.ResourceNotFoundException:
        return None


def _bucket(account: Account, name: str) -> str | None:
    return name if name in {one["Name"] for one in account.client("s3").list_buckets()["Buckets"]} else None


def _key(account: Account, description: str) -> str | None:
    """A key has no name of its own. One that waits for its deletion is none."""
    kms = account.client("kms")
    keys = [one["KeyId"] for page in kms.get_paginator("list_keys").paginate() for one in page["Keys"]]
    known = [kms.describe_key(KeyId=key)["KeyMetadata"] for key in keys]
    ours = [one["KeyId"] for one in known if one["Description"] == description and one["KeyState"] == "Enabled"]
    if len(ours) > 1:
        raise Trouble(f"there are {len(ours)} keys called {description}: disable all but the one that sealed what is there.")
    return ours[0] if ours else None
