"""A stage goes, but for what cannot be made again: tables, keys and buckets that the template keeps stay in the account, outside any stack."""

from __future__ import annotations

from typing import Any

from infra.deploy.account import Account
from infra.deploy.asking import answer
from infra.deploy.changes import HOLDS_DATA
from infra.deploy.stack import Stack
from infra.package.bundle import architecture
from infra.trouble import Trouble

BUCKET = "AWS::S3::Bucket"
AT_ONCE = 1000


def destroy(stage: str) -> None:
    architecture(stage)
    account = Account.here()
    stack = Stack(account, f"passerelle-{stage}")
    print(f"Destroying {stage} in {account}")
    if stack.rest() is None:
        raise Trouble(f"there is no stack {stack.name} here.")
    kept, going = _sorted(stack)
    print(f"{len(kept) + len(going)} resources. Of what holds data,")
    for what, resources in (("stays", kept), ("GOES", going)):
        for one in resources:
            if one["ResourceType"] in HOLDS_DATA:
                print(f"  {what:<6} {one['ResourceType'].removeprefix('AWS::'):<16} {one['PhysicalResourceId']}{_about(account, one)}")
    if answer("Type the name of the stage to destroy it: ") != stage:
        raise Trouble("nothing was changed, since the stage was not named.")
    for one in going:
        if one["ResourceType"] == BUCKET:
            _empty(account, one["PhysicalResourceId"])
    stack.delete()
    print(f"{stage} is destroyed. What stays is listed above; docs/deploy.md, “After destroy”, says how to come back to it, or to end it too.")


def _sorted(stack: Stack) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the template keeps, and what goes."""
    template = stack.template()["Resources"]
    kept: list[dict[str, Any]] = []
    going: list[dict[str, Any]] = []
    for one in stack.resources():
        is_kept = str(template.get(one["LogicalResourceId"], {}).get("DeletionPolicy", "Delete")).startswith("Retain")
        (kept if is_kept else going).append(one)
    return kept, going


def _about(account: Account, resource: dict[str, Any]) -> str:
    if resource["ResourceType"] != "AWS::DynamoDB::Table":
        return ""
    table = account.client("dynamodb").describe_table(TableName=resource["PhysicalResourceId"])["Table"]
    # DynamoDB counts every six hours.
    return f", some {table['ItemCount']:,} items" + (", protected from deletion" if table.get("DeletionProtectionEnabled") else "")


def _empty(account: Account, bucket: str) -> None:
    """CloudFormation deletes no bucket that something lies in, an older version or the mark of a deletion included."""
    s3 = account.client("s3")
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket, PaginationConfig={"PageSize": AT_ONCE}):
        lying = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        if lying:
            print(f"  emptying {bucket}: {len(lying)} …", flush=True)
            objects = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in lying]
            refused = s3.delete_objects(Bucket=bucket, Delete={"Objects": objects, "Quiet": True}).get("Errors", [])
            if refused:
                raise Trouble(f"{bucket} cannot be emptied: {refused[0]['Key']}: {refused[0]['Message']}")
