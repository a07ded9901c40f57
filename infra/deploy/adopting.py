"""What an earlier stack of the stage left behind is taken into the new one with all that is in it: tables, buckets, and their keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infra.deploy.account import Account
from infra.deploy.changes import HOLDS_DATA
from infra.deploy.release import Release
from infra.trouble import Trouble

IDENTIFIERS = {"AWS::DynamoDB::Table": "TableName", "AWS::S3::Bucket": "BucketName", "AWS::KMS::Key": "KeyId"}


def left_behind(account: Account, release: Release) -> dict[str, str]:
    """Physical names by logical ones, of what the template keeps for ever and the account has."""
    find: dict[str, Callable[[str], str | None]] = {
        "AWS::DynamoDB::Table": lambda name: _table(account, name),
        "AWS::S3::Bucket": lambda name: _bucket(account, name),
        "AWS::KMS::Key": lambda name: _key(account, name),
    }
    called = {"AWS::KMS::Key": "Description"}
    found = {}
    for logical, one in release.template["Resources"].items():
        kind = one["Type"]
        if kind in HOLDS_DATA and one.get("DeletionPolicy") == "Retain":
            name = release.literal(one["Properties"][called.get(kind, IDENTIFIERS[kind])], account.number)
            found[logical] = find[kind](name)
    return {logical: physical for logical, physical in found.items() if physical}


def imported(release: Release, left: dict[str, str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The template of these alone, since nothing else may be made while something is taken in, and what each is."""
    resources = {name: one for name, one in release.template["Resources"].items() if name in left}
    identified = [
        {"LogicalResourceId": name, "ResourceType": one["Type"], "ResourceIdentifier": {IDENTIFIERS[one["Type"]]: left[name]}}
        for name, one in resources.items()
    ]
    return {name: release.template[name] for name in ("AWSTemplateFormatVersion", "Parameters")} | {"Resources": resources}, identified


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
