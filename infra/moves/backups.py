"""Backups of what cannot be rebuilt, and tables restored from them under the name of another stage, where they harm nothing.

`main` first, `trace` a little later: the history may then know more than the state does, never less.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from infra.local.template import Template
from infra.moves.progress import Progress
from infra.trouble import Trouble

KEPT = {"main": "MainTable", "trace": "TraceTable"}
"""The tables that only a backup brings back, and what the template calls them."""

LAG = timedelta(minutes=1)
"""How much later than `main` the history is taken; the relay is seconds behind."""

POLL = 5.0
NAME = re.compile(r"[a-z][a-z0-9]{1,15}")
SHOWN = 5


@dataclass(frozen=True)
class Restore:
    """One table to be: what it is made from, and the `summary` by which AWS remembers that."""

    target: str
    source: dict[str, Any]
    summary: dict[str, Any]


def backup(dynamodb: Any, stage: str, *, pause: Callable[[float], None] = time.sleep) -> str:
    """The name of a new backup of both tables, which is the moment that it was taken."""
    moment = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    for table in KEPT:
        name = f"passerelle-{stage}-{table}"
        made = dynamodb.create_backup(TableName=name, BackupName=f"passerelle-{stage}-{moment}")["BackupDetails"]
        while made["BackupStatus"] == "CREATING":
            pause(POLL)
            made = dynamodb.describe_backup(BackupArn=made["BackupArn"])["BackupDescription"]["BackupDetails"]
        print(f"{name}: {made['BackupName']}, {made.get('BackupSizeBytes', 0):,} bytes", flush=True)
        if table == "main":
            print("The history is backed up in a minute …", flush=True)
            pause(LAG.total_seconds())
    return moment


def restore_backup(dynamodb: Any, stage: str, moment: str, into: str) -> None:
    """Both tables as they were backed up. The same call goes on with a restore that was left alone."""
    wanted = []
    for table in KEPT:
        described = _backup_of(dynamodb, f"passerelle-{stage}-{table}", f"passerelle-{stage}-{moment}")
        source = {"BackupArn": described["BackupDetails"]["BackupArn"]} | _sealed(described["SourceTableFeatureDetails"].get("SSEDescription"))
        wanted.append(Restore(_target(into, table), source, {"SourceBackupArn": source["BackupArn"]}))
    _begin(dynamodb, dynamodb.restore_table_from_backup, wanted)
    _finish(dynamodb, into)


def restore_moment(dynamodb: Any, stage: str, at: datetime | None, into: str) -> None:
    """Both tables as they were at a moment of the last 35 days, the history a minute later. None: as late as can be had."""
    wanted = []
    for table, then in (("main", at), ("trace", at and at + LAG)):
        live = _live(dynamodb, f"passerelle-{stage}-{table}")
        _check_reach(dynamodb, live["TableName"], then)
        when = {"RestoreDateTime": then} if then else {"UseLatestRestorableTime": True}
        source = {"SourceTableName": live["TableName"]} | when | _sealed(live.get("SSEDescription"))
        wanted.append(Restore(_target(into, table), source, {"SourceTableArn": live["TableArn"]} | ({"RestoreDateTime": then} if then else {})))
    _begin(dynamodb, dynamodb.restore_table_to_point_in_time, wanted)
    _finish(dynamodb, into)


def holding(dynamodb: Any, stage: str) -> list[str]:
    """The backups of `main` that are kept, and in them whatever is destroyed now."""
    return [one["BackupName"] for one in _backups(dynamodb, f"passerelle-{stage}-main")]


def _target(into: str, table: str) -> str:
    if not NAME.fullmatch(into):
        raise Trouble(f"INTO={into} is no name of a stage: two to sixteen small letters and digits, a letter first.")
    return f"passerelle-{into}-{table}"


def _backups(dynamodb: Any, table: str) -> list[dict[str, Any]]:
    """Newest first."""
    found: list[dict[str, Any]] = []
    after: dict[str, str] = {}
    while True:
        page = dynamodb.list_backups(TableName=table, BackupType="USER", **after)
        found += [one for one in page["BackupSummaries"] if one["BackupStatus"] == "AVAILABLE"]
        if "LastEvaluatedBackupArn" not in page:
            return sorted(found, key=lambda one: one["BackupCreationDateTime"], reverse=True)
        after = {"ExclusiveStartBackupArn": page["LastEvaluatedBackupArn"]}


def _backup_of(dynamodb: Any, table: str, name: str) -> dict[str, Any]:
    there = _backups(dynamodb, table)
    arn = next((one["BackupArn"] for one in there if one["BackupName"] == name), None)
    if arn is None:
        newest = ", ".join(one["BackupName"].rpartition("-")[2] for one in there[:SHOWN]) or "none"
        raise Trouble(f"{table} has no backup of that name. The newest: {newest}.")
    described: dict[str, Any] = dynamodb.describe_backup(BackupArn=arn)["BackupDescription"]
    return described


def _live(dynamodb: Any, table: str) -> dict[str, Any]:
    try:
        described: dict[str, Any] = dynamodb.describe_table(TableName=table)["Table"]
    except dynamodb.exceptions.ResourceNotFoundException:
        raise Trouble(f"{table} is gone, and its moments with it: choose a backup.") from None
    return described


def _check_reach(dynamodb: Any, table: str, at: datetime | None) -> None:
    reach = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"].get("PointInTimeRecoveryDescription", {})
    if reach.get("PointInTimeRecoveryStatus") != "ENABLED":
        raise Trouble(f"{table} has no point-in-time recovery: choose a backup.")
    earliest, latest = reach["EarliestRestorableDateTime"], reach["LatestRestorableDateTime"]
    if at and not earliest <= at <= latest:
        raise Trouble(f"{table} can be had from {earliest.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} to {latest.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} only.")


def _sealed(description: dict[str, Any] | None) -> dict[str, Any]:
    """Under the key of the table it comes from, whatever AWS would choose."""
    if not description or "KMSMasterKeyArn" not in description:
        return {}
    return {"SSESpecificationOverride": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": description["KMSMasterKeyArn"]}}


def _begin(dynamodb: Any, restore: Callable[..., Any], wanted: list[Restore]) -> None:
    """All or, where a table is there that is not this very restore's, none."""
    for one in [one for one in wanted if not _is_begun(dynamodb, one)]:
        restore(TargetTableName=one.target, **one.source)


def _is_begun(dynamodb: Any, wanted: Restore) -> bool:
    try:
        there = dynamodb.describe_table(TableName=wanted.target)["Table"]
    except dynamodb.exceptions.ResourceNotFoundException:
        return False
    if not wanted.summary.items() <= there.get("RestoreSummary", {}).items():
        raise Trouble(f"There is a table {wanted.target} already: choose another name for INTO, or delete it.")
    return True


def _finish(dynamodb: Any, into: str) -> None:
    """Wait, then give the tables what a restore leaves out."""
    resources = Template.of(into).document["Resources"]
    for table, called in KEPT.items():
        name = _target(into, table)
        _await(dynamodb, name)
        for change, asked in _left_out(dynamodb, resources[called]["Properties"]):
            _set(change, TableName=name, **asked)
            _await(dynamodb, name)


def _left_out(dynamodb: Any, wanted: dict[str, Any]) -> Iterator[tuple[Callable[..., Any], dict[str, Any]]]:
    """Recovery, expiry, the stream, the class of storage and protection, one at a time as AWS wants it."""
    yield dynamodb.update_continuous_backups, {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}
    if "TimeToLiveSpecification" in wanted:
        yield dynamodb.update_time_to_live, {"TimeToLiveSpecification": wanted["TimeToLiveSpecification"]}
    yield dynamodb.update_table, {"StreamSpecification": {"StreamEnabled": True, **wanted["StreamSpecification"]}}
    yield dynamodb.update_table, {"TableClass": wanted.get("TableClass", "STANDARD")}
    yield dynamodb.update_table, {"DeletionProtectionEnabled": True}


def _set(change: Callable[..., Any], **asked: Any) -> None:
    """What is so already is refused, and well so."""
    try:
        change(**asked)
    except ClientError as error:
        said = error.response["Error"]
        if said["Code"] != "ValidationException" or "already" not in said["Message"].lower():
            raise


def _await(dynamodb: Any, name: str) -> None:
    """AWS takes minutes for a small table and hours for a large one, and goes on without us."""
    progress = Progress(name)
    while (status := dynamodb.describe_table(TableName=name)["Table"]["TableStatus"]) != "ACTIVE":
        progress.show(f"{status.lower()}; Ctrl-C is safe, the same command waits on")
        time.sleep(POLL)
